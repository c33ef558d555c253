/**
 * Reviews that an operator puts before the court: the network's own reports of a fraud, without a bond and without a
 * bounty. A review alone charges nobody, and neither does a referral.
 */
import { randomUUID } from 'node:crypto';
import type { FraudClaim } from '../../../shared/domain/slashing/claims.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export interface ReviewToRefer {
  readonly reviewId: string;
  readonly deviceId: string;
  readonly openedAt: EpochMs;
  readonly score: number;
  readonly isReferred: boolean;
}

/** Oldest first. */
export const openReviews = async ({ db }: Pick<Network, 'db'>): Promise<ReviewToRefer[]> => {
  const rows = await db
    .selectFrom('reviews')
    .leftJoin('reports', 'reports.reviewId', 'reviews.id')
    .select(['reviews.id as reviewId', 'reviews.deviceId', 'openedAt', 'score', 'reports.id as reportId'])
    .where('closedAt', 'is', null)
    .orderBy('openedAt')
    .orderBy('reviews.id')
    .execute();
  return rows.map(({ reportId, ...review }) => ({ ...review, isReferred: reportId !== null }));
};

/** @returns the report's id, of now or of the first time; null when there is no such review */
export const referReview = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  reviewId: string,
  { claim, text }: { readonly claim: FraudClaim; readonly text: string },
): Promise<string | null> =>
  inTransaction(db, async (trx) => {
    const referred = await trx.selectFrom('reports').select('id').where('reviewId', '=', reviewId).executeTakeFirst();
    if (referred !== undefined) return referred.id;
    const review = await trx.selectFrom('reviews').select('deviceId').where('id', '=', reviewId).executeTakeFirst();
    if (review === undefined) return null;
    const id = randomUUID();
    await trx
      .insertInto('reports')
      .values({
        ...{ id, reporterId: null, reviewId, deviceId: review.deviceId, claim, text, cited: '[]', at: clock.now() },
        ...{ idempotencyKey: reviewId, state: 'open', decidedAt: null, decidedBy: null, reason: null, slashId: null },
      })
      .execute();
    return id;
  });
