/** Inferences as the table has them, and as their renter reads one. It changes none. */
import type { Selectable } from 'kysely';
import type { Inference } from '../../../shared/contract/network/inference.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { InferenceTable } from '../../store/tables/inference.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export type InferenceRow = Selectable<InferenceTable>;

/** How long a device has for one. */
export const answerWithinMs = 30_000;

/** @returns undefined for an id that is none's */
export const readInference = (trx: Trx | Network['db'], id: string): Promise<InferenceRow | undefined> =>
  trx.selectFrom('inferences').selectAll().where('id', '=', id).executeTakeFirst();

export const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** What the renter pays in all, of an inference that is done. */
export const paidFor = ({ price, jobFees }: Pick<InferenceRow, 'price' | 'jobFees'>) =>
  jobPay(inBaseUnits(price), 'IO', { jobFees }).renterPays;

/** As its renter reads it: nothing in it says whose device it was. */
export const viewInference = (row: InferenceRow): Inference => ({
  id: row.id,
  model: row.model,
  state: row.state,
  tokens: row.count,
  output: row.tokens === null ? null : bytesOf(row.tokens).toString('base64'),
  digests: row.digests ?? [],
  price: row.price.toString(),
  fee: (paidFor(row) - row.price).toString(),
  submittedAt: row.submittedAt,
  patienceUntil: row.patienceUntil,
  answeredAt: row.answeredAt,
  check: row.checkState,
});
