/**
 * Challenges from sending to verdict: each is sent once, committed to once and answered once. The network clocks every
 * stage itself. A verdict counts in the hour in which it falls.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Challenge, ChallengePart, ProofVerdict, Verdict } from '../../../shared/contract/network/proofs.ts';
import { acceptedAlgorithm } from '../../../shared/domain/proof/algorithms.ts';
import { provenBytes, specFor } from '../../../shared/domain/proof/difficulty.ts';
import { type Times, verdictOf } from '../../../shared/domain/proof/judgement.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import { openHour } from '../epochs/hours.ts';
import type { Network } from '../network.ts';
import { isSameGpus, isTranscriptSigned, joinParts, judgePart } from './answer.ts';
import { type ChallengeRow, createDecide, type Heard } from './deciding.ts';
import { type Answer, type Commitment, type Outcome, type ProofRefusal, refuse, spent } from './outcomes.ts';
import { traceWrong } from './tracing.ts';

/** Of one device, an hour. */
const mostTakenBack = 2;

interface Clocked {
  readonly deviceId: string;
  readonly sentAtMs: number;
  committedAtMs: number | null;
  readonly fillDeadlineMs: number;
  readonly walkDeadlineMs: number;
  /** Per part: faster than this the claimed model cannot be. */
  readonly floors: readonly { readonly fillFloorMs: number; readonly walkFloorMs: number }[];
}

export interface Challenges {
  /**
   * Sends one challenge to a connected device, with a part for each of its cards.
   *
   * @param tick the network's tick; null: out of turn
   * @returns false when it does not listen
   */
  send(device: Device, tick: number | null): Promise<boolean>;
  /** Records that a challenge fell due while the device was hired. */
  excuse(device: Device, tick: number | null): Promise<void>;
  commit(
    device: Device,
    challengeId: string,
    parts: Commitment,
  ): Promise<Outcome<{ parts: { gpu: number; nonce: string }[] }>>;
  answer(
    device: Device,
    challengeId: string,
    answer: Answer,
  ): Promise<Outcome<ProofVerdict, Exclude<ProofRefusal, { code: 'COVERAGE_SHORT' | 'COMMITMENT_MALFORMED' }>>>;
  /** Gives every challenge whose deadline has passed its verdict. */
  expire(): Promise<void>;
  /** Devices that have been asked by this process, and have not answered. */
  askedNow(): ReadonlySet<string>;
  /**
   * Takes back what a device is asked, because its owner came back to the PC: it counts for nobody, and is asked again
   * once the device is back. Twice an hour at most; a third one stands, so that a pause is no way around proofs.
   */
  takeBack(deviceId: string): Promise<void>;
  /** Challenges whose process is gone, and with it their clock: nobody is held to them. */
  voidOrphans(): Promise<void>;
}

const specOf = (row: ChallengeRow, gpu: number): ChallengePart['spec'] =>
  (row.parts.find((part) => part.gpu === gpu) as ChallengePart).spec;

/** A part of which nothing was seen but the verdict itself. */
const unseenPart = ({ gpu, spec }: ChallengePart, verdict: Verdict): ProofVerdict['parts'][number] => ({
  gpu,
  verdict,
  detail: null,
  askedBytes: provenBytes(spec),
  provenBytes: 0,
  sharesFound: 0,
  sharesNeeded: spec.minShares,
  sharesChecked: 0,
  sharesWrong: 0,
  fillByShard: [],
});

export const createChallenges = (network: Network): Challenges => {
  const { db, clock, keys, sessions, processes, verifying, tasksFor } = network;
  const write = createDecide(network);
  /** Under way in this process. Durations are monotonic, so a jump of the wall clock fails nobody. */
  const clocked = new Map<string, Clocked>();

  const find = (deviceId: string, id: string): Promise<ChallengeRow | undefined> =>
    db.selectFrom('challenges').selectAll().where('id', '=', id).where('deviceId', '=', deviceId).executeTakeFirst();

  const decide = async (...[device, row, verdict, heard]: [Device, ChallengeRow, ProofVerdict, Heard?]) => {
    const stands = await write(device, row, verdict, heard);
    clocked.delete(row.id);
    return stands;
  };

  const timesOf = (row: ChallengeRow, times: { fillMs: number; walkMs: number; verifyMs: number }): Times => ({
    ...times,
    fillDeadlineMs: row.fillDeadlineMs,
    walkDeadlineMs: row.walkDeadlineMs,
  });

  /** A verdict that needs no look at any share. */
  const decideUnseen = (
    device: Device,
    row: ChallengeRow,
    verdict: Verdict,
    times: { fillMs: number; walkMs: number },
    isAsSaid: (gpu: number) => boolean = () => true,
  ): Promise<ProofVerdict> => {
    const parts = row.parts.map((part) => unseenPart(part, isAsSaid(part.gpu) ? verdict : 'passed'));
    return decide(device, row, verdictOf(row.id, parts, timesOf(row, { ...times, verifyMs: 0 })));
  };

  const tooLate = (device: Device, row: ChallengeRow, tookMs: number, at: Clocked): Promise<ProofVerdict> =>
    decideUnseen(device, row, 'late', {
      fillMs: at.committedAtMs === null ? tookMs : at.committedAtMs - at.sentAtMs,
      walkMs: at.committedAtMs === null ? 0 : tookMs,
    });

  return {
    send: async (device, tick) => {
      const session = sessions.of(device.id);
      if (!session?.isListening) return false;
      // An app that cannot make today's proofs is told so at its next call; failing it would blame its hardware.
      if (acceptedAlgorithm(device.claim.algorithms, network.parameters, clock.now()) === null) return false;
      const tasks = tasksFor(device.claim);
      const fillDeadlineMs = Math.max(...tasks.map((task) => task.fillDeadlineMs));
      const walkDeadlineMs = Math.max(...tasks.map((task) => task.walkDeadlineMs));
      const id = randomUUID();
      const parts = tasks.map(({ difficulty }, gpu) => ({
        gpu,
        spec: specFor({ ...difficulty, seed: keys.derive(`seed\n${device.id}\n${id}\n${gpu}`).toString('hex') }),
      }));
      const epoch = await inTransaction(db, async (trx) => {
        const { number } = await openHour(trx);
        await trx
          .insertInto('challenges')
          .values({
            id,
            deviceId: device.id,
            epoch: number,
            parts: JSON.stringify(parts),
            fillDeadlineMs,
            walkDeadlineMs,
            tick,
            sentAt: clock.now(),
            processId: processes.id,
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
        floors: tasks,
      });
      const challenge: Challenge = {
        challengeId: id,
        epoch,
        parts,
        fillDeadlineMs,
        walkDeadlineMs,
        sharesAs: 'packed',
      };
      if (sessions.tell(device.id, { kind: 'challenge', challenge })) {
        session.roundTrips.begin();
        return true;
      }
      clocked.delete(id);
      await db.updateTable('challenges').set({ state: 'void' }).where('id', '=', id).execute();
      return false;
    },

    excuse: (device, tick) =>
      inTransaction(db, async (trx) => {
        const { number } = await openHour(trx);
        const now = clock.now();
        await trx
          .insertInto('challenges')
          .values({
            id: randomUUID(),
            deviceId: device.id,
            epoch: number,
            parts: '[]',
            fillDeadlineMs: 0,
            walkDeadlineMs: 0,
            tick,
            sentAt: now,
            processId: processes.id,
            state: 'exempt',
            decidedEpoch: number,
            decidedAt: now,
          })
          .execute();
      }),

    commit: async (device, challengeId, parts) => {
      const now = clock.monotonic();
      const at = clocked.get(challengeId);
      const row = await find(device.id, challengeId);
      if (row === undefined || row.state === 'void') return refuse({ code: 'CHALLENGE_UNKNOWN' });
      if (at?.deviceId !== device.id) return spent(row);
      if (at.committedAtMs !== null) return refuse({ code: 'CHALLENGE_SPENT' });
      const tookMs = now - at.sentAtMs;
      if (tookMs > at.fillDeadlineMs) {
        const { isUnderReview } = await tooLate(device, row, tookMs, at);
        return refuse({ code: 'CHALLENGE_LATE', deadlineMs: at.fillDeadlineMs, tookMs, isUnderReview });
      }
      if (!isSameGpus(row.parts, parts)) {
        await decideUnseen(device, row, 'malformed', { fillMs: tookMs, walkMs: 0 });
        return refuse({ code: 'COMMITMENT_MALFORMED' });
      }
      const short = parts.filter(({ gpu, coveredBytes }) => coveredBytes < provenBytes(specOf(row, gpu)));
      if (short.length > 0) {
        const isShort = (gpu: number): boolean => short.some((part) => part.gpu === gpu);
        await decideUnseen(device, row, 'wrong_coverage', { fillMs: tookMs, walkMs: 0 }, isShort);
        const first = short[0] as Commitment[number];
        const neededBytes = provenBytes(specOf(row, first.gpu));
        return refuse({ code: 'COVERAGE_SHORT', coveredBytes: first.coveredBytes, neededBytes });
      }
      at.committedAtMs = now;
      sessions.of(device.id)?.roundTrips.goOn();
      const nonces = parts.map(({ gpu }) => ({ gpu, nonce: randomBytes(16).toString('hex') }));
      await db
        .updateTable('challenges')
        .set({ state: 'committed', nonces: JSON.stringify(nonces), commitment: JSON.stringify(parts) })
        .where('id', '=', challengeId)
        .where('state', '=', 'sent')
        .execute();
      return { kind: 'done', value: { parts: nonces } };
    },

    answer: async (device, challengeId, answer) => {
      const now = clock.monotonic();
      const at = clocked.get(challengeId);
      const row = await find(device.id, challengeId);
      if (row === undefined || row.state === 'void') return refuse({ code: 'CHALLENGE_UNKNOWN' });
      if (at?.deviceId !== device.id || at.committedAtMs === null || row.nonces === null) return spent(row);
      clocked.delete(challengeId);
      const walkMs = now - at.committedAtMs;
      const fillMs = at.committedAtMs - at.sentAtMs;
      if (walkMs > at.walkDeadlineMs) {
        const { isUnderReview } = await tooLate(device, row, walkMs, at);
        return refuse({ code: 'CHALLENGE_LATE', deadlineMs: at.walkDeadlineMs, tookMs: walkMs, isUnderReview });
      }
      const parts = joinParts(row.parts, row.commitment ?? [], row.nonces, answer.parts);
      if (parts === null || !isTranscriptSigned(device.publicKey, row.id, parts, answer.signature))
        return { kind: 'done', value: await decideUnseen(device, row, 'malformed', { fillMs, walkMs }) };
      const judged = parts.map((part) => {
        const { fillFloorMs = 0, walkFloorMs = 0 } = at.floors[part.gpu] ?? {};
        return judgePart(verifying, part, walkMs < walkFloorMs || fillMs < fillFloorMs);
      });
      const verdicts = await traceWrong(network, device.id, row.id, parts, judged);
      const times = timesOf(row, { fillMs, walkMs, verifyMs: clock.monotonic() - now });
      const verdict = verdictOf(row.id, verdicts, times);
      return { kind: 'done', value: await decide(device, row, verdict, { parts, signature: answer.signature }) };
    },

    expire: async () => {
      const now = clock.monotonic();
      for (const [id, at] of [...clocked]) {
        const from = at.committedAtMs ?? at.sentAtMs;
        const deadlineMs = at.committedAtMs === null ? at.fillDeadlineMs : at.walkDeadlineMs;
        if (now - from <= deadlineMs) continue;
        const row = await find(at.deviceId, id);
        const device = await db.selectFrom('devices').selectAll().where('id', '=', at.deviceId).executeTakeFirst();
        if (row !== undefined && device !== undefined) await tooLate(device, row, now - from, at);
        clocked.delete(id);
      }
    },

    askedNow: () => new Set([...clocked.values()].map(({ deviceId }) => deviceId)),

    takeBack: async (deviceId) => {
      const id = [...clocked].find(([, at]) => at.deviceId === deviceId)?.[0];
      if (id === undefined) return;
      const isTaken = await inTransaction(db, async (trx) => {
        const { number } = await openHour(trx);
        const before = await trx
          .selectFrom('challenges')
          .select('id')
          .where('deviceId', '=', deviceId)
          .where('epoch', '=', number)
          .where('state', '=', 'void')
          .execute();
        if (before.length >= mostTakenBack) return false;
        const taken = await trx
          .updateTable('challenges')
          .set({ state: 'void' })
          .where('id', '=', id)
          .where('state', 'in', ['sent', 'committed'])
          .executeTakeFirst();
        return taken.numUpdatedRows === 1n;
      });
      if (isTaken) clocked.delete(id);
    },

    voidOrphans: async () => {
      await db
        .updateTable('challenges')
        .set({ state: 'void' })
        .where('state', 'in', ['sent', 'committed'])
        .where(({ or, not, exists, selectFrom, eb }) =>
          or([
            eb('processId', 'is', null),
            not(exists(selectFrom('processes').select('id').whereRef('processes.id', '=', 'challenges.processId'))),
          ]),
        )
        .execute();
    },
  };
};
