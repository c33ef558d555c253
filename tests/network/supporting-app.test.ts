/**
 * The app supports somebody else's device on the real service and leaves it: the real link, wallet of play coins, moves
 * and desk, so that what the app works out is held against what the service writes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCoinMoves } from '../../electron/device/coin-moves.ts';
import { createSupportDesk, type SupportDesk } from '../../electron/device/support-desk.ts';
import { openIdentity } from '../../electron/link/identity.ts';
import { createLink, type Link } from '../../electron/link/link.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { createLocalnetWallet } from '../../electron/wallet/localnet-wallet.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { silentLog } from '../../shared/log.ts';
import { cpuClaim } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createSupportBench } from './support-bench.ts';
import { exampleRecord, expectInStep, io, type Supportable } from './supported-device.ts';

let network: PlayNetwork;
let device: Supportable;
let app: { link: Link; desk: SupportDesk; close(): Promise<void> };

/** An app of somebody else's, whose own device is in the network and has staked nothing. */
const openApp = async ({ running, clock }: PlayNetwork): Promise<typeof app> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-supporting-'));
  const database = openDatabase(join(dir, 'state.db'), 0);
  const keyAt = (name: string) => openIdentity(join(dir, name), 0);
  const nothing = (): void => undefined;
  const link = createLink({
    ...{ baseUrl: running.url, identity: keyAt('device.key'), owner: keyAt('owner.key'), clock, log: silentLog },
    ...{ outbox: openOutboxTable(database), deviceName: 'supporting', claim: cpuClaim },
    prove: () => Promise.reject(new Error('it has no session')),
    infer: async () => null,
    ...{ onOffer: nothing, onCancel: nothing, onVerdict: nothing, onEpochClosed: nothing },
    ...{ onSlashed: nothing, onProblem: nothing },
  });
  const { name, networkKey, isPlay } = (await link.parameters()).parameters;
  const own = await link.register();
  await link.account.adopt({ id: own.accountId, name: 'supporting' });
  const about = { networkKey, accountId: own.accountId };
  const path = join(dir, 'play-wallet.key');
  const wallet = createLocalnetWallet({ path, isPlay, about, now: clock.now, onProblem: nothing });
  const coins = createCoinMoves({ clock, link, wallet, network: { name, networkKey }, device: own });
  const money = { refresh: () => Promise.resolve() };
  return {
    link,
    desk: createSupportDesk({
      clock,
      money,
      supporter: () => ({ account: link.account, coins, network: { name, isPlay } }),
    }),
    close: async () => {
      await link.close();
      database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

beforeAll(async () => {
  network = await startPlayNetwork({ parameters: exampleRecord });
  ({ device } = await createSupportBench(network).offered());
  app = await openApp(network);
});
afterAll(async () => {
  await app.close();
  await network.close();
});

const { signal } = new AbortController();
const quoteFor = async (asked: Parameters<SupportDesk['prepare']>[0]) => {
  const prepared = await app.desk.prepare(asked);
  if (prepared?.kind !== 'quote') throw new Error(JSON.stringify(prepared, (_key, part) => `${part}`));
  return prepared.quote;
};

describe('the app as a supporter', () => {
  it('finds the offer, works its text out to the last figure, and is in by one signature', async () => {
    const free = await app.link.account.freeCoins();
    const list = await app.desk.offers({ by: 'share', order: 'desc' });
    expect(list?.offers).toMatchObject([{ deviceId: device.id, ownStaked: io(24_000), room: io(24_000) }]);
    const quote = await quoteFor({ action: 'support', deviceId: device.id, amount: io(5_000) });
    expect(quote).toMatchObject({ worstCase: io(5_000), heldAfter: io(5_000), shareBps: 3_000, signsWith: 'localnet' });
    expect(await app.desk.confirm(quote.confirmationId, signal)).toMatchObject({ kind: 'done', held: io(5_000) });
    expect(await app.desk.positions()).toMatchObject({
      supported: [{ deviceId: device.id, held: io(5_000), ownPartBps: 10_000, leavesAt: null }],
    });
    expect(await app.link.account.freeCoins()).toBe(free - io(5_000));
    await expectInStep(network);
  });

  it('is told the rules in words of their own, and its own device is not one to support', async () => {
    expect(await app.desk.prepare({ action: 'support', deviceId: device.id, amount: io(1_000_000) })).toMatchObject({
      kind: 'too_large',
    });
    const { id } = await app.link.register();
    expect(await app.desk.open(id)).toBe('no_offer');
  });

  it('agrees to nothing that came to mean something else meanwhile', async () => {
    const quote = await quoteFor({ action: 'support', deviceId: device.id, amount: io(1_000) });
    expect((await device.device.stake(io(1_000).toString())).status).toBe(200);
    expect(await app.desk.confirm(quote.confirmationId, signal)).toEqual({ kind: 'outdated' });
  });

  it('leaves with everything, and has it back after notice and cooldown', async () => {
    const before = await app.link.account.freeCoins();
    const quote = await quoteFor({ action: 'leave', deviceId: device.id });
    expect(quote).toMatchObject({ amount: io(5_000), worstCase: io(5_000) });
    const answer = await app.desk.confirm(quote.confirmationId, signal);
    expect(answer).toMatchObject({ kind: 'done', held: io(5_000), freeAt: quote.freeAt });
    const { parameters, clock, running } = network;
    const [leaving] = (await app.desk.positions())?.supported ?? [];
    expect(leaving).toMatchObject({ ownPartBps: 0, freeAt: quote.freeAt });
    expect(await app.desk.prepare({ action: 'leave', deviceId: device.id })).toEqual({
      kind: 'unsupportable',
      refusal: { code: 'ALREADY_LEAVING' },
    });
    clock.advance(networkHoursMs(parameters.supporterNoticeHours, parameters));
    await running.pass();
    expect((await app.desk.positions())?.supported).toMatchObject([{ held: 0n, cooling: [{ amount: io(5_000) }] }]);
    clock.advance(networkHoursMs(parameters.cooldownHours, parameters));
    await running.pass();
    expect((await app.desk.positions())?.supported).toEqual([]);
    expect((await app.link.account.freeCoins()) - before).toBe(io(5_000));
    await expectInStep(network);
  });
});
