/** Takes an inference in: its price held in coins before any device is asked. It asks nobody. */
import { randomUUID } from 'node:crypto';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { jobHoldTransfer } from '../../../shared/domain/ledger/job-transfers.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { type InferenceRow, readInference } from './inferences.ts';

interface Asked {
  readonly model: string;
  /** Base64. */
  readonly prompt: string;
  readonly tokens: number;
  readonly idempotencyKey: string;
}

export type InferenceRefusal =
  | { readonly code: 'TOO_MANY_JOBS' }
  | { readonly code: 'NOT_ENOUGH_COINS'; readonly needed: BaseUnits; readonly available: BaseUnits };

/** Of one account, that have not ended. */
const mostOpen = 100;
/** How long one waits for a device that answers. */
const patienceMs = 10 * 60_000;

const countOpen = async (trx: Trx, renterId: string): Promise<number> => {
  const { count } = await trx
    .selectFrom('inferences')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('renterId', '=', renterId)
    .where('state', 'in', ['waiting', 'asked'])
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** Once for each idempotency key. */
export const submitInference = (
  network: Pick<Network, 'db' | 'parameters' | 'clock'>,
  renterId: string,
  asked: Asked,
): Promise<InferenceRefusal | InferenceRow> =>
  inTransaction(network.db, async (trx) => {
    const { idempotencyKey, tokens: count, model } = asked;
    const known = await trx
      .selectFrom('inferences')
      .selectAll()
      .where('renterId', '=', renterId)
      .where('idempotencyKey', '=', idempotencyKey)
      .executeTakeFirst();
    if (known !== undefined) return known;
    if ((await countOpen(trx, renterId)) >= mostOpen) return { code: 'TOO_MANY_JOBS' };
    const { inferenceTokenPrice, jobFees } = network.parameters;
    const price = inBaseUnits(inferenceTokenPrice * BigInt(count));
    const needed = jobPay(price, 'IO', { jobFees }).renterPays;
    const available = await balanceOf(trx, wallet(renterId));
    if (needed > available) return { code: 'NOT_ENOUGH_COINS', needed, available };
    // No job's id has a full stop, so that none shares its place in the ledger.
    const id = `i.${randomUUID()}`;
    const submittedAt = network.clock.now();
    await trx
      .insertInto('inferences')
      .values({
        ...{ id, renterId, model, count, price, submittedAt, idempotencyKey },
        prompt: Buffer.from(asked.prompt, 'base64').toString('hex'),
        jobFees: JSON.stringify(jobFees),
        patienceUntil: submittedAt + patienceMs,
        ...{ state: 'waiting', checkState: 'undrawn' },
        ...{ deviceId: null, answerBy: null, answeredAt: null, epoch: null },
        ...{ tokens: null, digests: null, signature: null, manifestHash: null, lotEpoch: null },
      })
      .execute();
    const hold = jobHoldTransfer({ jobId: id, renterId, mostPrice: price }, { jobFees });
    await post(trx, hold, { deviceId: null, epoch: null, at: submittedAt });
    const row = await readInference(trx, id);
    if (row === undefined) throw new Error(`inference ${id} is gone`);
    return row;
  });
