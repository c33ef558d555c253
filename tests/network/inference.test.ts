import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSignedBy } from '../../electron/link/ed25519.ts';
import { post } from '../../network/store/ledger.ts';
import { inTransaction } from '../../network/store/transaction.ts';
import { judgeEvidence } from '../../shared/domain/committees/judge-evidence.ts';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { move, transfer } from '../../shared/domain/ledger/posting.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import {
  bodyOf,
  expectSettled,
  holdings,
  openPerson,
  operatorOf,
  ownerOf,
  readSlash,
  slashesOf,
} from './court-bench.ts';
import {
  answerInference,
  askInference,
  drawnFor,
  forged,
  inferred,
  joinInferring,
  openInferenceBench,
  readInference,
  rightOf,
} from './inference-bench.ts';
import { type Joined, required } from './joined-device.ts';
import type { PlayKey } from './play-key.ts';
import type { PlayNetwork } from './play-network.ts';
import { io, type PlayValidator, standingOf, voteAs } from './validator-bench.ts';

let network: PlayNetwork;
let validators: PlayValidator[];
let honest: Joined;
let renter: PlayKey;
let renterId: string;

beforeAll(async () => {
  ({ network, validators, renter, renterId } = await openInferenceBench(4));
  honest = await joinInferring(network);
}, 60_000);
afterAll(async () => {
  honest.session.close();
  await network.close();
});

const held = async (account: string): Promise<bigint> => (await holdings(network)).get(account) ?? 0n;

describe('an inference', () => {
  it('is held, done by a ready device, and paid to the base unit', async () => {
    const owner = wallet(`a${honest.id.slice(1)}`);
    const accounts = [wallet(renterId), owner, 'burned', 'fees:validators', 'fees:treasury', 'fees:community'];
    const before = await holdings(network);
    const idempotencyKey = randomUUID();
    const { body } = await askInference(renter, { idempotencyKey });
    expect(body).toMatchObject({ state: 'waiting', price: '3200000', fee: '8000', output: null, check: 'undrawn' });
    expect((await askInference(renter, { idempotencyKey })).body.id).toBe(body.id);
    const id = String(body.id);
    expect(await held(`job:${id}:held`)).toBe(3_208_000n);
    await honest.session.beat();
    await network.running.pass();
    const { ask } = await honest.session.next('inference');
    const right = rightOf(ask);
    expect((await answerInference(honest, ask, { ...right, digests: right.digests.slice(1) })).body.code).toBe(
      'RESULT_INCOMPLETE',
    );
    const unsigned = {
      ...{ tokens: Buffer.from(right.tokens, 'hex').toString('base64'), digests: right.digests },
      signature: honest.device.signText('another'),
    };
    const { body: refused } = await honest.device.ask('POST', `/v1/inference/${id}/result`, unsigned);
    expect(refused.code).toBe('SIGNATURE_WRONG');
    for (let again = 0; again < 2; again += 1)
      expect((await answerInference(honest, ask, right)).body).toEqual({ isTaken: true });
    expect((await answerInference(honest, ask, forged(right, 0))).body.code).toBe('LEASE_NOT_HELD');
    expect(await readInference(renter, id)).toMatchObject({
      ...{ state: 'done', output: Buffer.from(right.tokens, 'hex').toString('base64'), digests: right.digests },
    });
    const after = await holdings(network);
    const moved = accounts.map((account) => (after.get(account) ?? 0n) - (before.get(account) ?? 0n));
    expect(moved).toEqual([-3_208_000n, 3_192_000n, 8_000n, 3_200n, 3_200n, 1_600n]);
    const stranger = (await openPerson(network, 'stranger')).key(network);
    expect((await stranger.ask('GET', `/v1/inference/${id}`)).body.code).toBe('JOB_NOT_FOUND');
    await expectSettled(network);
  });

  it('is never its renter’s own device’s, nor a paused one’s, and goes back when nobody answers', async () => {
    const own = (await ownerOf(honest)).key(network);
    const { body } = await askInference(own, { tokens: 1 });
    const second = await askInference(renter, { tokens: 1 });
    await honest.session.beat('paused');
    await network.running.pass();
    expect([(await readInference(own, String(body.id))).state]).toEqual(['waiting']);
    await honest.session.beat();
    await network.running.pass();
    const { ask } = await honest.session.next('inference');
    expect(ask.taskId).toBe(second.body.id);
    await honest.device.ok('POST', `/v1/inference/${ask.taskId}/decline`);
    await network.running.pass();
    expect((await readInference(renter, ask.taskId)).state).toBe('waiting');
    expect((await answerInference(honest, ask)).body.code).toBe('LEASE_NOT_HELD');
    network.clock.advance(10 * 60_000);
    await network.running.pass();
    expect([await readInference(own, String(body.id)), await readInference(renter, ask.taskId)]).toMatchObject([
      { state: 'expired', output: null },
      { state: 'expired', output: null },
    ]);
    expect(await held(`job:${ask.taskId}:held`)).toBe(0n);
    await expectSettled(network);
  });

  it('is refused where it is too long, or costs more than there is', async () => {
    expect((await askInference(renter, { tokens: 65 })).status).toBe(400);
    expect((await askInference(renter, { prompt: Buffer.alloc(1_025).toString('base64') })).status).toBe(400);
    const poor = await openPerson(network, 'poor');
    const head = { idempotencyKey: randomUUID(), kind: 'job_pay', reference: 'job' } as const;
    const away = move(wallet(poor.accountId), wallet(renterId), inBaseUnits(io(12_000n) - 5n));
    await inTransaction(network.running.network.db, (trx) =>
      post(trx, transfer(head, away), { deviceId: null, epoch: null, at: network.clock.now() }),
    );
    expect((await askInference(poor.key(network))).body).toMatchObject({
      ...{ code: 'NOT_ENOUGH_COINS', data: { needed: '3208000', available: '5' } },
    });
  });
});

describe('an inference that the lot fell on', () => {
  it('is computed again by three who have no part in it, and costs an honest device nothing', async () => {
    const id = await inferred(network, { renter, by: honest });
    const drawn = await drawnFor(network, id, validators);
    expect(drawn).toHaveLength(3);
    for (const { by, matter, ...sitting } of drawn.slice(0, 2)) {
      const judged = judgeEvidence(matter, isSignedBy);
      expect(judged).toEqual({ finding: 'rejected', because: 'result_right' });
      expect((await voteAs(by, { ...sitting, matter }, 'rejected')).status).toBe(200);
    }
    expect((await readInference(renter, id)).check).toBe('right');
    expect(await slashesOf(network, await ownerOf(honest))).toEqual([]);
    expect((await standingOf((drawn[0] as (typeof drawn)[0]).by)).work).toMatchObject({ correct: 1, wrong: 0 });
  });

  it('and was made up costs its device half of its stake, with evidence that anybody can compute again', async () => {
    const cheat = await joinInferring(network);
    honest.session.close();
    const id = await inferred(network, { renter, by: cheat, result: (right) => forged(right, 5) });
    cheat.session.close();
    const drawn = await drawnFor(network, id, validators);
    for (const { by, matter, ...sitting } of drawn.slice(0, 2)) {
      expect(judgeEvidence(matter, isSignedBy)).toEqual({ finding: 'upheld', because: 'result_differs', token: 5 });
      expect((await voteAs(by, { ...sitting, matter }, 'upheld')).status).toBe(200);
    }
    expect((await readInference(renter, id)).check).toBe('falsified');
    const owner = await ownerOf(cheat);
    const [line] = await slashesOf(network, owner);
    expect(line).toMatchObject({ offence: 'O6', amount: (required / 2n).toString(), state: 'escrow' });
    const slash = await readSlash(network, owner, line?.id ?? '');
    expect(slash.evidence.map(({ kind }) => kind)).toEqual(['inference', 'votes']);
    expect(bodyOf(slash, 'inference')).toMatchObject({ taskId: id, publicKey: cheat.device.publicKey });
    expect(bodyOf(slash, 'votes').votes).toHaveLength(2);
    // Whoever judged it may not judge the appeal, so that fewer than three are left; the evidence still says what it is.
    const plea = { grounds: 'evidence_wrong', text: 'My processor errs.' };
    await owner.key(network).ok('POST', `/v1/slashes/${slash.id}/appeal`, plea);
    const { matters } = (await operatorOf(network).ok('GET', '/v1/operators/matters')) as {
      matters: Parameters<typeof judgeEvidence>[0][];
    };
    expect(matters).toHaveLength(1);
    expect(matters.map((matter) => judgeEvidence(matter, isSignedBy))).toMatchObject([
      { finding: 'rejected', because: 'result_differs' },
    ]);
    const [appeal] = matters as unknown as { matterId: string }[];
    const ruling = { finding: 'rejected', reason: 'Computed again, token 5 differs.' };
    const before = await held(wallet(renterId));
    await operatorOf(network).ok('POST', `/v1/operators/matters/${appeal?.matterId}/ruling`, ruling);
    // The renter has back what was paid for nothing.
    expect((await held(wallet(renterId))) - before).toBe(3_208_000n);
    expect((await readSlash(network, owner, slash.id)).use).toEqual({
      ...{ burn: (required / 2n - 3_208_000n).toString(), bounty: '0', compensation: '3208000' },
    });
    await expectSettled(network);
  });
});
