import { afterAll, beforeAll, expect, it } from 'vitest';
import { executeLost, giveBack, proposeSlash } from '../../network/service/court/slashes.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import {
  balances,
  exampleRecord,
  exitStake,
  io,
  joinSupportable,
  movesOf,
  openPlayAccount,
  type PlayAccount,
  type Supportable,
} from './supported-device.ts';
import { liveHour } from './worked-example.ts';

let network: PlayNetwork;
let devices: [Supportable, Supportable];
let one: PlayAccount;

type Line = Record<string, string> & { id: string };
interface Page {
  lines: Line[];
  next: string | null;
  totals: Record<string, string>;
}

const pageOf = (account: PlayAccount, query = ''): Promise<Page> =>
  movesOf(network, account).ok('GET', `/v1/accounts/me/statement${query}`) as never;

/** Every line, by pages of seven. */
const linesOf = async (account: PlayAccount): Promise<Line[]> => {
  const lines: Line[] = [];
  for (let before = ''; before !== 'none'; ) {
    const page = await pageOf(account, `?limit=7${before}`);
    lines.push(...page.lines);
    before = page.next === null ? 'none' : `&before=${page.next}`;
  }
  return lines;
};

const places = ['wallet', 'estimate', 'confirmed', 'stake', 'cooling'] as const;

beforeAll(async () => {
  network = await startPlayNetwork({ parameters: exampleRecord });
  const first = await joinSupportable(network);
  devices = [first, await joinSupportable(network, { beside: [first] })];
  one = await openPlayAccount(network, 'One');
  for (const device of devices) {
    await movesOf(network, device.owner).offer(device.id);
    expect((await movesOf(network, one).support(device.id, io(4_000))).status).toBe(200);
  }
  await movesOf(network, one).compounding(devices[1].id);
  for (let hour = 0; hour < 2; hour += 1) await liveHour(network, ...devices);
  // The first owner leaves with everything, and the supporter's coins with it; the second device is slashed twice.
  const { hourMs } = network.parameters;
  network.clock.advance(24 * hourMs - (network.clock.now() % (24 * hourMs)));
  await network.running.pass();
  await exitStake(network, devices[0], io(24_000));
  const charge = { deviceId: devices[1].id, offenceAt: network.clock.now(), evidence: [] };
  const slashes = [
    await proposeSlash(network.running.network, { ...charge, offence: 'O7' }),
    await proposeSlash(network.running.network, { ...charge, deviceId: devices[0].id, offenceAt: 0, offence: 'O7' }),
  ];
  expect(await giveBack(network.running.network, slashes[0]?.id ?? '')).toBe(true);
  expect(await executeLost(network.running.network, slashes[1]?.id ?? '')).toBe(true);
});
afterAll(() => network.close());

it('lists every transfer that touched an account, once, over pages, and its changes add up to what it has', async () => {
  const held = await balances(network);
  for (const account of [one, devices[0].owner, devices[1].owner]) {
    const lines = await linesOf(account);
    const ids = lines.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].toSorted((left, right) => right - left));
    const { totals } = await pageOf(account);
    for (const place of places)
      expect(lines.reduce((sum, line) => sum + BigInt(line[place] ?? 0), 0n).toString(), place).toBe(totals[place]);
    const inLedger = [...held]
      .filter(([name]) => name === `wallet:${account.id}` || name.endsWith(`:${account.id}`))
      .reduce((sum, [, amount]) => sum + amount, 0n);
    const inPlaces = places.reduce((sum, place) => sum + BigInt(totals[place] ?? 0), 0n);
    expect(inPlaces).toBe(inLedger + BigInt(totals.cooling ?? 0));
  }
});

it('says of a supporter’s lines what moved, where to, on which device, and sums it up', async () => {
  const lines = await linesOf(one);
  const on = (device: Supportable): string[] =>
    lines.filter(({ deviceId }) => deviceId === device.id).map(({ kind, state }) => `${kind} ${state}`);
  expect(lines.at(-1)).toMatchObject({ kind: 'grant', state: 'free', amount: io(20_000).toString(), deviceId: null });
  expect(on(devices[0]).filter((line) => !line.startsWith('hourly'))).toEqual(
    expect.arrayContaining(['slash executed', 'unstake cooling', 'stake staked', 'payout free', 'confirm confirmed']),
  );
  expect(on(devices[1])).toEqual(
    expect.arrayContaining(['slash returned', 'slash_return returned', 'compound staked', 'hourly_reward estimate']),
  );
  const taken = lines.filter(({ kind }) => kind === 'slash');
  expect(taken.every(({ amount }) => BigInt(amount ?? 0) < 0n)).toBe(true);
  const { totals } = await pageOf(one);
  const sumOf = (kind: string): bigint =>
    lines.filter((line) => line.kind === kind).reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n);
  expect(totals).toMatchObject({
    earned: sumOf('hourly_reward').toString(),
    paidOut: sumOf('payout').toString(),
    compounded: sumOf('compound').toString(),
    // The first device's, of its cooling coins; the second's came back.
    slashed: io(4_000).toString(),
    cooling: '0',
  });
  expect(BigInt(totals.compounded ?? 0)).toBeGreaterThan(0n);
});

it('is one’s own alone, and a device’s statement stays its owner’s', async () => {
  const stranger = await openPlayAccount(network, 'Stranger');
  expect((await pageOf(stranger)).lines.map(({ kind }) => kind)).toEqual(['grant']);
  const before = (await linesOf(one)).at(-1)?.id ?? '';
  expect((await pageOf(one, `?before=${before}`)).lines).toEqual([]);
  expect((await movesOf(network, one).ask('GET', '/v1/accounts/me/statement?before=x')).status).toBe(400);
  const ofOwner = await linesOf(devices[1].owner);
  const { ledger, totals } = (await devices[1].device.ok('GET', '/v1/earnings')) as {
    ledger: Line[];
    totals: Record<string, string>;
  };
  for (const line of ledger.filter(({ kind }) => kind === 'hourly_reward'))
    expect(ofOwner.find(({ id }) => id === line.id)?.amount).toBe(line.amount);
  const slash = ledger.find(({ kind }) => kind === 'slash');
  expect(slash?.amount).toBe(io(-24_000).toString());
  expect(totals.paid).toBe((await pageOf(devices[1].owner)).totals.paidOut);
});

it('keeps what cools with whom it is, until it is free', async () => {
  const moves = movesOf(network, one);
  await moves.leave(devices[1].id);
  network.clock.advance(networkHoursMs(168, network.parameters));
  await network.running.pass();
  const { totals, lines } = await pageOf(one, '?limit=1');
  expect(lines[0]).toMatchObject({ kind: 'unstake', state: 'cooling', amount: totals.cooling });
  expect(BigInt(totals.cooling ?? 0)).toBe(io(4_000) + BigInt(totals.compounded ?? 0));
  network.clock.advance(networkHoursMs(336, network.parameters) + 60_000);
  await network.running.pass();
  const after = await pageOf(one, '?limit=1');
  expect(after.lines[0]).toMatchObject({ kind: 'release', state: 'free', amount: totals.cooling });
  expect(after.totals).toMatchObject({ cooling: '0', stake: '0' });
});
