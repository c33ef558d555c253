/** Coins move by the wallet's signature over a text, once, and by nothing else: on the real service and database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSpec, offerJob } from '../../network/service/market/play-renter.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { WireIntentFacts } from '../../shared/contract/network/intents.ts';
import { intentDifferences } from '../../shared/domain/intents/compare-intent.ts';
import { intentLifetimeMs } from '../../shared/domain/intents/facts.ts';
import { stakeProspect } from '../../shared/domain/intents/prospect.ts';
import { readIntent } from '../../shared/domain/intents/read-intent.ts';
import { factsOfWire } from '../../shared/domain/intents/wire-facts.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { cpuClaim, createPlayDevice, type PlayDevice } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createPlayOwner, type PlayIntent, type PlayOwner } from './play-owner.ts';

let network: PlayNetwork;
beforeAll(async () => {
  network = await startPlayNetwork();
});
afterAll(() => network.close());

const newKey = (): PlayKey => createPlayKey(network.running.url, network.clock.now);

interface Party {
  readonly id: string;
  readonly accountId: string;
  readonly device: PlayDevice;
  readonly owner: PlayOwner;
}

const join = async (): Promise<Party> => {
  const device = createPlayDevice(network.running.url, network.clock.now);
  const { id, accountId } = await device.register(cpuClaim);
  return { id, accountId, device, owner: await device.owner() };
};
const standing = async ({ device }: Party) =>
  (await device.ok('GET', '/v1/stake')) as unknown as NetworkOutputs['stake']['standing'];
const intentOf = async (party: Party, ...asked: [action: 'stake' | 'unstake', amount: string]): Promise<PlayIntent> => {
  const { status, body } = await party.owner.prepare(asked[0], party.id, asked[1]);
  expect([status, body.code]).toEqual([200, undefined]);
  return body as unknown as PlayIntent;
};
const transfersOf = async ({ id }: Party, kind: string): Promise<number> => {
  const { db } = network.running.network;
  const rows = await db.selectFrom('transfers').select('kind').where('deviceId', '=', id).execute();
  return rows.filter((row) => row.kind === kind).length;
};
const expectBalanced = async (): Promise<void> => {
  const rows = await network.running.network.db.selectFrom('postings').select(['account', 'amount']).execute();
  expect(rows.reduce((total, { amount }) => total + amount, 0n)).toBe(0n);
};

describe('an intent', () => {
  it('says in its text what the ledger says would follow', async () => {
    const party = await join();
    const { body } = await party.owner.prepare('stake', party.id, '30000000000');
    const read = readIntent(String(body.text));
    if (read.kind === 'refused') throw new Error(`line ${read.line}: ${read.expected}`);
    const { parameters } = (await party.owner.key.ok('GET', '/v1/parameters')) as {
      parameters: { networkKey: string };
    };
    const { ownStaked, staked, required, cooldownMs, risks } = await standing(party);
    const amount = inBaseUnits(30_000_000_000n);
    const holding = {
      own: inBaseUnits(BigInt(ownStaked)),
      counted: inBaseUnits(BigInt(staked)),
      cooling: inBaseUnits(0n),
      required: inBaseUnits(BigInt(required)),
      shares: risks.map(({ offence, bps }) => ({ cause: offence, bps })),
      cooldownMs,
    };
    const now = network.clock.now();
    const asked = {
      action: 'stake' as const,
      network: 'Localnet',
      networkKey: parameters.networkKey,
      accountId: party.accountId,
      deviceId: party.id,
      amount,
      prospect: stakeProspect(holding, amount, now),
      askedAt: now,
    };
    expect(intentDifferences(asked, factsOfWire(body.facts as WireIntentFacts), read.facts)).toEqual([]);
    expect(read.facts.risks[0]).toEqual({ cause: 'O7', bps: 10_000, loss: amount });
  });

  it('is carried out once, however often and however much at a time its signature comes', async () => {
    const party = await join();
    const intent = await intentOf(party, 'stake', '30000000000');
    expect(await standing(party)).toMatchObject({ staked: '0' });
    const first = await party.owner.sign(intent);
    expect(first).toMatchObject({
      status: 200,
      body: {
        intentId: intent.intentId,
        staked: '30000000000',
        own: '30000000000',
        wallet: '170000000000',
        freeAt: null,
      },
    });
    network.clock.advance(1_000);
    const again = await Promise.all([1, 2, 3, 4].map(() => party.owner.sign(intent)));
    expect(again).toEqual([first, first, first, first]);
    const two = await intentOf(party, 'unstake', '10000000000');
    const raced = await Promise.all([1, 2, 3, 4].map(() => party.owner.sign(two)));
    expect(new Set(raced.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await standing(party)).toMatchObject({ staked: '20000000000', cooling: [{ amount: '10000000000' }] });
    expect([await transfersOf(party, 'stake'), await transfersOf(party, 'unstake')]).toEqual([1, 1]);
    // After its end too, whoever kept the signature only hears what it did.
    network.clock.advance(intentLifetimeMs * 2);
    expect(await party.owner.sign(intent)).toEqual(first);
    await expectBalanced();
  });

  it('is signed over exactly its text, by the wallet and nobody else', async () => {
    const party = await join();
    const intent = await intentOf(party, 'stake', '20000000000');
    const wrong = { ...intent, text: intent.text.replace('200.00000000', '100.00000000') };
    for (const answer of [
      await party.owner.sign(wrong),
      await party.owner.sign({ ...intent, text: `${intent.text}\n` }),
      await party.owner.sign(intent, party.owner.key),
      await party.owner.sign(intent, party.device),
      await party.owner.key.ask('POST', `/v1/intents/${intent.intentId}/signature`, { signature: '' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([422, 'WALLET_SIGNATURE_WRONG']);
    const other = await intentOf(party, 'stake', '20000000001');
    expect((await party.owner.sign({ ...intent, intentId: other.intentId })).body.code).toBe('WALLET_SIGNATURE_WRONG');
    expect(await standing(party)).toMatchObject({ staked: '0' });
    // None of it used the intent up.
    expect((await party.owner.sign(intent)).body.staked).toBe('20000000000');
  });

  it('lapses ten minutes after it was made, and is forgotten', async () => {
    const party = await join();
    const intent = await intentOf(party, 'stake', '20000000000');
    network.clock.advance(intentLifetimeMs + 1);
    const late = await party.owner.sign(intent);
    expect([late.status, late.body.code]).toEqual([410, 'INTENT_EXPIRED']);
    network.clock.advance(intentLifetimeMs);
    await network.running.pass();
    expect((await party.owner.sign(intent)).body.code).toBe('INTENT_NOT_FOUND');
    expect(await standing(party)).toMatchObject({ staked: '0' });
  });

  it('is asked for and signed by owners of the device’s own account alone', async () => {
    const [party, stranger] = [await join(), await join()];
    const intent = await intentOf(party, 'stake', '20000000000');
    const asked = { action: 'stake', deviceId: party.id, amount: '20000000000' };
    const signature = party.owner.wallet.signText(intent.text);
    const sign = (key: PlayKey) => key.ask('POST', `/v1/intents/${intent.intentId}/signature`, { signature });
    expect((await stranger.owner.prepare('stake', party.id, '1')).body.code).toBe('DEVICE_NOT_FOUND');
    expect((await sign(stranger.owner.key)).body.code).toBe('INTENT_NOT_FOUND');
    for (const role of ['viewer', 'staff']) {
      const key = newKey();
      await party.owner.key.ok('POST', '/v1/accounts/me/members', { publicKey: key.publicKey, name: role, role });
      for (const answer of [
        await key.ask('POST', '/v1/intents', asked),
        await sign(key),
        await key.ask('GET', '/v1/wallet'),
      ])
        expect(answer.body).toMatchObject({ code: 'ROLE_TOO_LOW', data: { needs: 'owner' } });
    }
    for (const key of [party.device, newKey()]) {
      expect((await key.ask('POST', '/v1/intents', asked)).body.code).toBe('NO_ACCOUNT');
      expect((await sign(key)).body.code).toBe('NO_ACCOUNT');
    }
    for (const path of ['/v1/stake', '/v1/stake/exit'])
      expect((await party.device.ask('POST', path, { amount: '1', idempotencyKey: randomUUID() })).status).toBe(404);
    expect(await standing(party)).toMatchObject({ staked: '0' });
  });

  it('moves nothing for an account without a wallet', async () => {
    const device = createPlayDevice(network.running.url, network.clock.now);
    const { id } = await device.register(cpuClaim);
    const owner = createPlayOwner(network.running.url, network.clock.now);
    await owner.adopt(device);
    expect((await owner.move('stake', id, '20000000000')).body.code).toBe('NO_WALLET');
    await owner.name({ kind: 'wallet_key' });
    expect((await owner.move('stake', id, '20000000000')).body.staked).toBe('20000000000');
  });
});

describe('an intent whose world changed before it was signed', () => {
  it('is refused by the rule that forbids it now, for good', async () => {
    const party = await join();
    await party.device.stake('20000000000');
    const intent = await intentOf(party, 'unstake', '20000000000');
    const session = await party.device.openSession(party.id);
    await session.beat();
    const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
    expect(await offerJob(network.running.network, party.id, demoSpec({ image }))).toBe('offered');
    const { offer } = await session.next('offer');
    const tell = (event: Record<string, unknown>) =>
      party.device.ok('POST', '/v1/events', { items: [{ id: randomUUID(), at: network.clock.now(), event }] });
    await tell({ kind: 'job_accepted', jobId: offer.spec.id });
    const refused = await party.owner.sign(intent);
    expect([refused.status, refused.body.code]).toEqual([409, 'STAKE_IN_USE']);
    await tell({ kind: 'job_ended', jobId: offer.spec.id, outcome: 'done', exitCode: 0, ranMs: 1 });
    session.close();
    // A signature that was refused must not come back to life.
    expect(await party.owner.sign(intent)).toEqual(refused);
    expect(await standing(party)).toMatchObject({ staked: '20000000000', cooling: [] });
    expect((await party.device.unstake('20000000000')).status).toBe(200);
  });

  it('is refused when it would mean something else by now', async () => {
    const party = await join();
    const [first, second] = [
      await intentOf(party, 'stake', '20000000000'),
      await intentOf(party, 'stake', '10000000000'),
    ];
    expect((await party.owner.sign(first)).status).toBe(200);
    const outdated = await party.owner.sign(second);
    expect([outdated.status, outdated.body.code]).toEqual([409, 'INTENT_OUTDATED']);
    expect(await party.owner.sign(second)).toEqual(outdated);
    const third = await intentOf(party, 'stake', '60000000000');
    expect((await party.owner.move('stake', party.id, '10000000000')).status).toBe(200);
    expect((await party.owner.sign(third)).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: '50000000000' },
    });
    expect(await standing(party)).toMatchObject({ staked: '30000000000' });
    await expectBalanced();
  });

  it('locks nothing more on a device whose key was taken out of use, and lets it go', async () => {
    const party = await join();
    await party.device.stake('20000000000');
    await party.owner.key.ok('POST', `/v1/accounts/me/devices/${party.id}/revoke`);
    expect((await party.owner.move('stake', party.id, '1')).body.code).toBe('DEVICE_OUT_OF_USE');
    expect((await party.owner.move('unstake', party.id, '20000000000')).body).toMatchObject({ own: '0' });
  });
});
