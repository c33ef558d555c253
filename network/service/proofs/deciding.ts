/**
 * Writes verdicts: each once, in the hour in which it falls, with what was clocked of it; and what follows from a row of
 * failures. Whether a failure may count at all is asked first.
 */
import type { Selectable } from 'kysely';
import type { ProofVerdict } from '../../../shared/contract/network/proofs.ts';
import { cardsOf } from '../../../shared/domain/hardware/claim.ts';
import type { ProofRecord } from '../../../shared/domain/patterns/proof-record.ts';
import { provenBytes } from '../../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../../shared/domain/proof/item.ts';
import { isHeldAgainst } from '../../../shared/domain/proof/judgement.ts';
import { failuresForOffence } from '../../../shared/domain/slashing/thresholds.ts';
import { proofSpeedBps } from '../../../shared/domain/tiers/proof-speed.ts';
import type { ChallengeState, ChallengeTable } from '../../store/tables/proofs.ts';
import { inTransaction } from '../../store/transaction.ts';
import { proposeSlash } from '../court/slashes.ts';
import type { Device } from '../devices/devices.ts';
import { openHour } from '../epochs/hours.ts';
import type { Network } from '../network.ts';
import { raiseAlarm } from './alarms.ts';
import type { AnsweredPart } from './answer.ts';
import { excuseFor } from './enforcing.ts';
import { newcomerOf } from './newcomers.ts';
import { keepRecords } from './records.ts';

export type ChallengeRow = Selectable<ChallengeTable>;

/** What the device sent; nothing when no look at it was needed. */
export interface Heard {
  readonly parts: readonly AnsweredPart[];
  readonly signature: string | null;
}

const nothingHeard: Heard = { parts: [], signature: null };

const recordsOf = (
  device: Device,
  row: ChallengeRow,
  verdict: ProofVerdict,
  heard: Heard,
  now: number,
): ProofRecord[] =>
  heard.parts.flatMap(({ gpu, spec, telemetry, walkShares }) => {
    const own = verdict.parts.find((part) => part.gpu === gpu);
    if (own === undefined) return [];
    const blocks = (provenBytes(spec) / itemBytes) * 2 * spec.rounds;
    return {
      deviceId: device.id,
      accountId: device.accountId,
      gpu,
      class: device.claim.class,
      model: cardsOf(device.claim)[gpu]?.model ?? null,
      tick: row.tick,
      at: now,
      verdict: own.verdict,
      fillMs: verdict.fillMs,
      walkMs: verdict.walkMs,
      walkBytesPerMs: (spec.lanes * spec.steps * itemBytes) / Math.max(1, verdict.walkMs),
      fillBlocksPerMs: blocks / Math.max(1, verdict.fillMs),
      sharesFound: walkShares.length,
      sharesExpected: Math.round((spec.lanes * spec.shareTarget) / 2 ** 32),
      roundTripFloorMs: verdict.roundTrip?.floorMs ?? null,
      roundTripJitterMs: verdict.roundTrip?.jitterMs ?? null,
      fillByShard: own.fillByShard,
      telemetry,
    };
  });

/** @returns writes a verdict once, and answers with the verdict that stands */
export const createDecide = (network: Network) => {
  const { db, clock, log } = network;

  const standingOf = async (
    device: Device,
    { verdict }: ProofVerdict,
  ): Promise<{ state: ChallengeState; hasPassed: boolean; isUnderReview: boolean }> => {
    if (verdict === 'passed') return { state: 'passed', hasPassed: true, isUnderReview: false };
    const { isExcused, enforcement } = await excuseFor(network, device);
    if (enforcement.kind === 'suspended') await raiseAlarm(network, 'enforcement_suspended', { ...enforcement });
    const newcomer = await newcomerOf(network, device, verdict);
    return { state: isExcused ? 'excused' : 'failed', ...newcomer };
  };

  const punish = async (deviceId: string): Promise<void> => {
    const transcripts = await db
      .selectFrom('challenges')
      .select(['id', 'sentAt', 'verdict', 'signature'])
      .where('deviceId', '=', deviceId)
      .where('state', '=', 'failed')
      .orderBy('decidedAt', 'desc')
      .limit(failuresForOffence)
      .execute();
    await proposeSlash(network, {
      deviceId,
      offence: 'O3',
      offenceAt: clock.now(),
      evidence: [{ kind: 'challenges', body: { transcripts } }],
      // The last of them is one of no other row of failures.
      cause: `O3:${transcripts[0]?.id}`,
    });
    await db.updateTable('devices').set({ failedInRow: 0 }).where('id', '=', deviceId).execute();
  };

  return async (device: Device, row: ChallengeRow, said: ProofVerdict, heard = nothingHeard): Promise<ProofVerdict> => {
    const { state, hasPassed, isUnderReview } = await standingOf(device, said);
    const roundTrip = network.sessions.of(device.id)?.roundTrips.seen() ?? null;
    const verdict = { ...said, roundTrip, isExcused: state === 'excused', isUnderReview };
    const isHeld = state === 'failed' && isHeldAgainst(verdict.verdict) && !isUnderReview;
    const failures = await inTransaction(db, async (trx) => {
      const hour = await openHour(trx);
      const now = clock.now();
      const decided = await trx
        .updateTable('challenges')
        .set({
          state,
          decidedEpoch: hour.number,
          decidedAt: now,
          verdict: JSON.stringify(verdict),
          signature: heard.signature,
        })
        .where('id', '=', row.id)
        .where('state', 'in', ['sent', 'committed'])
        .executeTakeFirst();
      if (decided.numUpdatedRows === 0n) return null;
      await keepRecords(trx, { challengeId: row.id, epoch: hour.number }, recordsOf(device, row, verdict, heard, now));
      if (state !== 'passed' && !isHeld) return null;
      const changed = await trx
        .updateTable('devices')
        .set(({ eb }) =>
          state === 'passed'
            ? { failedInRow: 0, proofSpeedBps: proofSpeedBps(verdict) }
            : { failedInRow: eb('failedInRow', '+', 1) },
        )
        .where('id', '=', device.id)
        .returning('failedInRow')
        .executeTakeFirstOrThrow();
      return changed.failedInRow;
    });
    // Who never passed never earned: there is nothing that it took.
    if (failures === failuresForOffence && hasPassed) await punish(device.id);
    network.meter.decided(verdict.verdict);
    const { verifyMs, isExcused } = verdict;
    log.info('proof_decided', { challengeId: row.id, verdict: verdict.verdict, verifyMs, isExcused, isUnderReview });
    return verdict;
  };
};
