/**
 * Challenges from sending to verdict: each is sent once, committed to once and answered once. The network clocks every
 * stage itself. A verdict counts in the hour in which it falls.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { FillShare, ProofVerdict, WalkShare } from '../../shared/contract/network/proofs.ts';
import { provenBytes, specFor } from '../../shared/domain/proof/difficulty.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';
import type { ChallengeState, ChallengeTable } from '../store/schema.ts';
import { inTransaction, type Trx } from '../store/transaction.ts';
import { proofTaskFor } from './deadlines.ts';
import type { Device } from './devices.ts';
import { openHour } from './hours.ts';
import type { Network } from './network.ts';
import { proposeSlash } from './slashes.ts';

type Challenge = Selectable<ChallengeTable>;

export type ProofRefusal =
  | { readonly code: 'CHALLENGE_UNKNOWN' }
  | { readonly code: 'CHALLENGE_SPENT' }
  | { readonly code: 'CHALLENGE_LATE'; readonly deadlineMs: number; readonly tookMs: number };
export type Outcome<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: ProofRefusal };

const refuse = (refusal: ProofRefusal): { kind: 'refused'; refusal: ProofRefusal } => ({ kind: 'refused', refusal });

/** Shares recomputed of each stage: a fifth of them made up passes once in two million. */
const sampledShares = 64;
const sampling = { sample: sampledShares, random: () => randomInt(2 ** 47) / 2 ** 47 };

/** The offence of failing again and again while reporting ready. */
const failuresForOffence = 24;

interface Clocked {
  readonly deviceId: string;
  readonly sentAtMs: number;
  committedAtMs: number | null;
  readonly fillDeadlineMs: number;
  readonly walkDeadlineMs: number;
}

export interface Challenges {
  /** Sends one challenge to a connected device. @returns false when it does not listen */
  send(device: Device): Promise<boolean>;
  /** Records that a challenge fell due while the device was hired. */
  excuse(device: Device): Promise<void>;
  commit(deviceId: string, challengeId: string, shares: readonly FillShare[]): Promise<Outcome<{ nonce: string }>>;
  answer(deviceId: string, challengeId: string, shares: readonly WalkShare[]): Promise<Outcome<ProofVerdict>>;
  /** Gives every challenge whose deadline has passed its verdict. */
  expire(): Promise<void>;
  isAsked(deviceId: string): boolean;
  /** Challenges that were under way when the network went down: nobody is held to them. */
  voidUnfinished(): Promise<void>;
}

export const createChallenges = (network: Network): Challenges => {
  const { db, clock, keys, sessions, log } = network;
  /** Under way in this process. Durations are monotonic, so a jump of the wall clock fails nobody. */
  const clocked = new Map<string, Clocked>();

  const find = (trx: Trx | Network['db'], deviceId: string, id: string): Promise<Challenge | undefined> =>
    trx.selectFrom('challenges').selectAll().where('id', '=', id).where('deviceId', '=', deviceId).executeTakeFirst();

  /** Writes a verdict once. @returns the verdict that stands */
  const decide = async (challenge: Challenge, verdict: ProofVerdict): Promise<ProofVerdict> => {
    const state: ChallengeState = verdict.verdict === 'passed' ? 'passed' : 'failed';
    const failures = await inTransaction(db, async (trx) => {
      const hour = await openHour(trx);
      const decided = await trx
        .updateTable('challenges')
        .set({ state, decidedEpoch: hour.number, decidedAt: clock.now(), verdict: JSON.stringify(verdict) })
        .where('id', '=', challenge.id)
        .where('state', 'in', ['sent', 'committed'])
        .executeTakeFirst();
      if (decided.numUpdatedRows === 0n) return null;
      const device = await trx
        .updateTable('devices')
        .set(({ eb, val }) => ({ failedInRow: state === 'passed' ? val(0) : eb('failedInRow', '+', 1) }))
        .where('id', '=', challenge.deviceId)
        .returning('failedInRow')
        .executeTakeFirstOrThrow();
      return device.failedInRow;
    });
    clocked.delete(challenge.id);
    if (failures === failuresForOffence) await punish(challenge.deviceId);
    log.info('proof_decided', { challengeId: challenge.id, verdict: verdict.verdict, verifyMs: verdict.verifyMs });
    return verdict;
  };

  const punish = async (deviceId: string): Promise<void> => {
    const transcripts = await db
      .selectFrom('challenges')
      .select(['id', 'sentAt', 'verdict'])
      .where('deviceId', '=', deviceId)
      .where('state', '=', 'failed')
      .orderBy('decidedAt', 'desc')
      .limit(failuresForOffence)
      .execute();
    await proposeSlash(network, { deviceId, offence: 'O3', offenceAt: clock.now(), evidence: { transcripts } });
    await db.updateTable('devices').set({ failedInRow: 0 }).where('id', '=', deviceId).execute();
  };

  const verdictOf = (
    challenge: Challenge,
    times: { fillMs: number; walkMs: number; verifyMs: number },
    verdict: ProofVerdict['verdict'],
    sharesFound: number,
  ): ProofVerdict => ({
    challengeId: challenge.id,
    verdict,
    ...times,
    fillDeadlineMs: challenge.fillDeadlineMs,
    walkDeadlineMs: challenge.walkDeadlineMs,
    provenBytes: verdict === 'passed' ? provenBytes(challenge.spec) : 0,
    sharesFound,
    sharesNeeded: challenge.spec.minShares,
  });

  const tooLate = async (
    challenge: Challenge,
    stage: { deadlineMs: number; tookMs: number },
    at: Clocked,
  ): Promise<ProofVerdict> =>
    decide(
      challenge,
      verdictOf(
        challenge,
        {
          fillMs: at.committedAtMs === null ? stage.tookMs : at.committedAtMs - at.sentAtMs,
          walkMs: at.committedAtMs === null ? 0 : stage.tookMs,
          verifyMs: 0,
        },
        'late',
        0,
      ),
    );

  return {
    send: async (device) => {
      const session = sessions.of(device.id);
      if (!session?.isListening) return false;
      const { difficulty, fillDeadlineMs, walkDeadlineMs } = proofTaskFor(device.claim);
      const id = randomUUID();
      const spec = specFor({ ...difficulty, seed: keys.derive(`seed\n${device.id}\n${id}`).toString('hex') });
      const epoch = await inTransaction(db, async (trx) => {
        const { number } = await openHour(trx);
        await trx
          .insertInto('challenges')
          .values({
            id,
            deviceId: device.id,
            epoch: number,
            spec: JSON.stringify(spec),
            fillDeadlineMs,
            walkDeadlineMs,
            sentAt: clock.now(),
            state: 'sent',
          })
          .execute();
        return number;
      });
      clocked.set(id, {
        deviceId: device.id,
        sentAtMs: clock.monotonic(),
        committedAtMs: null,
        fillDeadlineMs,
        walkDeadlineMs,
      });
      const challenge = { challengeId: id, epoch, spec, fillDeadlineMs, walkDeadlineMs };
      if (sessions.tell(device.id, { kind: 'challenge', challenge })) return true;
      clocked.delete(id);
      await db.updateTable('challenges').set({ state: 'void' }).where('id', '=', id).execute();
      return false;
    },

    excuse: (device) =>
      inTransaction(db, async (trx) => {
        const { number } = await openHour(trx);
        const { difficulty, fillDeadlineMs, walkDeadlineMs } = proofTaskFor(device.claim);
        const now = clock.now();
        await trx
          .insertInto('challenges')
          .values({
            id: randomUUID(),
            deviceId: device.id,
            epoch: number,
            spec: JSON.stringify(specFor({ ...difficulty, seed: '00'.repeat(32) })),
            fillDeadlineMs,
            walkDeadlineMs,
            sentAt: now,
            state: 'exempt',
            decidedEpoch: number,
            decidedAt: now,
          })
          .execute();
      }),

    commit: async (deviceId, challengeId, shares) => {
      const now = clock.monotonic();
      const at = clocked.get(challengeId);
      const challenge = await find(db, deviceId, challengeId);
      if (challenge === undefined || at?.deviceId !== deviceId)
        return refuse({
          code: challenge === undefined || challenge.state === 'void' ? 'CHALLENGE_UNKNOWN' : 'CHALLENGE_SPENT',
        });
      if (at.committedAtMs !== null) return refuse({ code: 'CHALLENGE_SPENT' });
      const tookMs = now - at.sentAtMs;
      if (tookMs > at.fillDeadlineMs) {
        await tooLate(challenge, { deadlineMs: at.fillDeadlineMs, tookMs }, at);
        return refuse({ code: 'CHALLENGE_LATE', deadlineMs: at.fillDeadlineMs, tookMs });
      }
      at.committedAtMs = now;
      const nonce = randomBytes(16).toString('hex');
      await db
        .updateTable('challenges')
        .set({ state: 'committed', nonce, fillShares: JSON.stringify(shares) })
        .where('id', '=', challengeId)
        .where('state', '=', 'sent')
        .execute();
      return { kind: 'done', value: { nonce } };
    },

    answer: async (deviceId, challengeId, shares) => {
      const now = clock.monotonic();
      const at = clocked.get(challengeId);
      const challenge = await find(db, deviceId, challengeId);
      if (challenge === undefined || challenge.state === 'void') return refuse({ code: 'CHALLENGE_UNKNOWN' });
      if (at?.deviceId !== deviceId || at.committedAtMs === null || challenge.nonce === null)
        return refuse({ code: 'CHALLENGE_SPENT' });
      clocked.delete(challengeId);
      const walkMs = now - at.committedAtMs;
      if (walkMs > at.walkDeadlineMs) {
        await tooLate(challenge, { deadlineMs: at.walkDeadlineMs, tookMs: walkMs }, at);
        return refuse({ code: 'CHALLENGE_LATE', deadlineMs: at.walkDeadlineMs, tookMs: walkMs });
      }
      const fill = verifyFill(challenge.spec, challenge.fillShares ?? [], sampling);
      const walk = fill.verdict === 'passed' ? verifyWalk(challenge.spec, challenge.nonce, shares, sampling) : fill;
      const verifyMs = clock.monotonic() - now;
      const times = { fillMs: at.committedAtMs - at.sentAtMs, walkMs, verifyMs };
      return { kind: 'done', value: await decide(challenge, verdictOf(challenge, times, walk.verdict, shares.length)) };
    },

    expire: async () => {
      const now = clock.monotonic();
      for (const [id, at] of [...clocked]) {
        const from = at.committedAtMs ?? at.sentAtMs;
        const deadlineMs = at.committedAtMs === null ? at.fillDeadlineMs : at.walkDeadlineMs;
        if (now - from <= deadlineMs) continue;
        const challenge = await find(db, at.deviceId, id);
        if (challenge !== undefined) await tooLate(challenge, { deadlineMs, tookMs: now - from }, at);
        clocked.delete(id);
      }
    },

    isAsked: (deviceId) => [...clocked.values()].some((at) => at.deviceId === deviceId),

    voidUnfinished: async () => {
      await db.updateTable('challenges').set({ state: 'void' }).where('state', 'in', ['sent', 'committed']).execute();
    },
  };
};
