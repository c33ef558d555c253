/**
 * Opens a review where the pattern of a device's proofs is odd, and closes it when it no longer is. A review takes
 * nothing from anybody: while it is open the device is asked for more proofs, and its owner can read why.
 */
import { randomUUID } from 'node:crypto';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { Anomaly } from '../../../shared/domain/patterns/anomaly.ts';
import { type DeviceScore, scoreDevices } from '../../../shared/domain/patterns/score-devices.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Network } from '../network.ts';
import { recordsSince } from './records.ts';

type Reviewer = Pick<Network, 'db' | 'clock' | 'parameters' | 'log'>;

/** Patterns show over a week. */
const patternHours = 168;
const openFrom = 0.9;
/** Well below, so that a score that wavers opens one review and not ten. */
const closeBelow = 0.5;
const leastOpenHours = 24;
/** A device under review is asked as often as this. */
const askedTimes = 2;

export interface OpenReview {
  readonly openedAt: EpochMs;
  readonly score: number;
  readonly reasons: Anomaly[];
}

/** @returns null when nobody looks at this device */
export const reviewOf = async ({ db }: Pick<Network, 'db'>, deviceId: string): Promise<OpenReview | null> => {
  const row = await db
    .selectFrom('reviews')
    .select(['openedAt', 'score', 'reasons'])
    .where('deviceId', '=', deviceId)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
};

/** Devices that somebody looks at now. */
export const devicesUnderReview = async ({ db }: Pick<Network, 'db'>): Promise<ReadonlySet<string>> => {
  const rows = await db.selectFrom('reviews').select('deviceId').where('closedAt', 'is', null).execute();
  return new Set(rows.map(({ deviceId }) => deviceId));
};

/** Proofs that a device is asked for in an hour. */
export const proofsOfHour = (
  { parameters: { proofsPerHour } }: Pick<Network, 'parameters'>,
  isUnderReview: boolean,
): number => (isUnderReview ? proofsPerHour * askedTimes : proofsPerHour);

const openReview = async ({ db, clock, log }: Reviewer, { deviceId, score, reasons }: DeviceScore): Promise<void> => {
  const opened = await db
    .insertInto('reviews')
    .values({
      id: randomUUID(),
      deviceId,
      openedAt: clock.now(),
      closedAt: null,
      score,
      reasons: JSON.stringify(reasons),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (opened.numInsertedOrUpdatedRows !== 1n) return;
  log.warn('review_opened', { deviceId, score, kinds: reasons.map(({ kind }) => kind) });
};

/** Looks at every device's last week. One that gave no proof in it has nothing odd about it any more. */
export const reviewPatterns = async (reviewer: Reviewer): Promise<void> => {
  const { db, clock, parameters } = reviewer;
  const now = clock.now();
  const records = await recordsSince(reviewer, now - networkHoursMs(patternHours, parameters));
  const scores = new Map(scoreDevices(records).map((scored) => [scored.deviceId, scored]));
  const open = await db.selectFrom('reviews').select(['deviceId', 'openedAt']).where('closedAt', 'is', null).execute();
  for (const { deviceId, openedAt } of open) {
    const isOld = now - openedAt >= networkHoursMs(leastOpenHours, parameters);
    if (!isOld || (scores.get(deviceId)?.score ?? 0) >= closeBelow) continue;
    await db
      .updateTable('reviews')
      .set({ closedAt: now })
      .where('deviceId', '=', deviceId)
      .where('closedAt', 'is', null)
      .execute();
  }
  const underReview = new Set(open.map(({ deviceId }) => deviceId));
  for (const scored of scores.values())
    if (scored.score >= openFrom && !underReview.has(scored.deviceId)) await openReview(reviewer, scored);
};
