/** Takes a job in: read by the closed schema, its price held in coins before anybody is asked. It offers it to nobody. */
import type { JobSpec } from '../../../shared/contract/job-spec.ts';
import type { Submission } from '../../../shared/contract/network/market.ts';
import { unlistedClass } from '../../../shared/domain/hardware/device-class.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { jobHoldTransfer } from '../../../shared/domain/ledger/job-transfers.ts';
import { mostPriceOf } from '../../../shared/domain/market/bill.ts';
import { memberIdOf, readMembers } from '../../../shared/domain/market/members.ts';
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { hourMinutes } from '../../../shared/domain/presence/minutes.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export type SubmitRefusal =
  | { readonly code: 'SPEC_REFUSED'; readonly reasons: string[] }
  | { readonly code: 'CLASS_UNKNOWN' | 'IMAGE_UNSIGNED' | 'PRICE_TOO_LOW' | 'JOB_ID_TAKEN' | 'TOO_MANY_JOBS' }
  | { readonly code: 'NOT_ENOUGH_COINS'; readonly needed: BaseUnits; readonly available: BaseUnits };

/** A submission that was read, and by whom. */
export interface Order extends Omit<Submission, 'spec'> {
  readonly renterId: string;
  readonly spec: JobSpec;
  readonly isVouched: boolean;
  readonly targetId: string | null;
}

/** What stands against it whoever submits it. Reads no table. */
export const readSubmission = (
  { parameters, vouchedImages }: Pick<Network, 'parameters' | 'vouchedImages'>,
  renterId: string,
  submission: Submission,
): SubmitRefusal | Order => {
  const { kind, requirements, hourlyPrice, maxMinutes } = submission;
  const read = readMembers(submission.spec, { kind, count: requirements.count });
  if (read.kind === 'refused') return { code: 'SPEC_REFUSED', reasons: read.reasons };
  const { spec } = read;
  const isKnown = [...parameters.classes, unlistedClass].some(({ name }) => name === requirements.class);
  if (requirements.class !== null && !isKnown) return { code: 'CLASS_UNKNOWN' };
  const isVouched = vouchedImages.has(spec.image);
  if (!isVouched && parameters.imageSigners.length === 0) return { code: 'IMAGE_UNSIGNED' };
  const most = mostPriceOf({ hourlyPrice: inBaseUnits(BigInt(hourlyPrice)), maxMinutes });
  if (jobPay(most, 'IO', parameters).supplier <= 0n) return { code: 'PRICE_TOO_LOW' };
  return { ...submission, renterId, spec, isVouched, targetId: null };
};

/** What is held for one device of it. */
const heldForOne = (
  { hourlyPrice, maxMinutes }: Pick<Order, 'hourlyPrice' | 'maxMinutes'>,
  parameters: Pick<ParameterRecord, 'jobFees'>,
): BaseUnits =>
  jobPay(mostPriceOf({ hourlyPrice: inBaseUnits(BigInt(hourlyPrice)), maxMinutes }), 'IO', parameters).renterPays;

/** What is held for all of it. */
export const heldFor = (
  order: Pick<Order, 'hourlyPrice' | 'maxMinutes' | 'requirements'>,
  parameters: Pick<ParameterRecord, 'jobFees'>,
): BaseUnits => inBaseUnits(heldForOne(order, parameters) * BigInt(order.requirements.count));

/** @returns false, and the transaction is to be given up, when one of its ids is another job's */
const insertJob = async (
  trx: Trx,
  { parameters, clock }: Pick<Network, 'parameters' | 'clock'>,
  order: Order,
): Promise<boolean> => {
  const { spec, kind, requirements, patienceMinutes } = order;
  const submittedAt = clock.now();
  const inserted = await trx
    .insertInto('jobs')
    .values({
      id: spec.id,
      renterId: order.renterId,
      kind,
      spec: JSON.stringify(spec),
      hourlyPrice: BigInt(order.hourlyPrice),
      maxMinutes: order.maxMinutes,
      whenOwnerReturns: order.whenOwnerReturns,
      className: requirements.class,
      minVramBytes: requirements.minVramBytes,
      gpus: requirements.gpus,
      minTier: requirements.minTier,
      count: requirements.count,
      targetId: order.targetId,
      isVouched: order.isVouched,
      submittedAt,
      patienceUntil: submittedAt + Math.ceil((patienceMinutes * parameters.hourMs) / hourMinutes),
      state: 'waiting',
      outcome: null,
      endedAt: null,
      idempotencyKey: order.idempotencyKey,
      jobFees: JSON.stringify(parameters.jobFees),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
  const members = Array.from({ length: requirements.count }, (_, rank) => ({
    id: memberIdOf(spec.id, kind, rank),
    jobId: spec.id,
    rank,
  }));
  const taken = await trx
    .insertInto('jobMembers')
    .values(members)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return taken.numInsertedOrUpdatedRows === BigInt(members.length);
};

class IdTaken extends Error {}

/** Of one account, that have not ended: each of them is looked at again and again. */
const mostOpenJobs = 100;

const hasRoom = async (trx: Trx, renterId: string): Promise<boolean> => {
  const { count } = await trx
    .selectFrom('jobs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('renterId', '=', renterId)
    .where('state', '!=', 'ended')
    .executeTakeFirstOrThrow();
  return Number(count) < mostOpenJobs;
};

/** Writes the job and holds its coins. @throws IdTaken */
export const keepOrder = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  order: Order,
): Promise<SubmitRefusal | null> => {
  if (!(await hasRoom(trx, order.renterId))) return { code: 'TOO_MANY_JOBS' };
  const needed = heldFor(order, network.parameters);
  const available = await balanceOf(trx, wallet(order.renterId));
  if (needed > available) return { code: 'NOT_ENOUGH_COINS', needed, available };
  if (!(await insertJob(trx, network, order))) throw new IdTaken();
  const mostPrice = mostPriceOf({ hourlyPrice: inBaseUnits(BigInt(order.hourlyPrice)), maxMinutes: order.maxMinutes });
  for (let rank = 0; rank < order.requirements.count; rank += 1) {
    const jobId = memberIdOf(order.spec.id, order.kind, rank);
    const hold = jobHoldTransfer({ jobId, renterId: order.renterId, mostPrice }, network.parameters);
    await post(trx, hold, { deviceId: null, epoch: null, at: network.clock.now() });
  }
  return null;
};

/** As `keepOrder` in a transaction of its own, once for each idempotency key. */
export const submitOrder = async (
  network: Pick<Network, 'db' | 'parameters' | 'clock'>,
  order: Order,
  before: (trx: Trx) => Promise<void> = async () => undefined,
): Promise<SubmitRefusal | { readonly jobId: string }> => {
  try {
    return await inTransaction(network.db, async (trx) => {
      const known = await trx
        .selectFrom('jobs')
        .select('id')
        .where('renterId', '=', order.renterId)
        .where('idempotencyKey', '=', order.idempotencyKey)
        .executeTakeFirst();
      if (known !== undefined) return { jobId: known.id };
      await before(trx);
      return (await keepOrder(trx, network, order)) ?? { jobId: order.spec.id };
    });
  } catch (error) {
    if (error instanceof IdTaken) return { code: 'JOB_ID_TAKEN' };
    throw error;
  }
};
