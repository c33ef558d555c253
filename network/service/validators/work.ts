/**
 * What validators did, each piece written down once: findings of committees, right or wrong, and releases signed in time.
 * It judges nothing, and pays nothing.
 */
import { type CommitteeVote, workOf } from '../../../shared/domain/committees/verdict.ts';
import { networkHoursMs, type ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';

interface Work {
  /** Accounts of those who did it; one that is no validator's is passed over. */
  readonly accountIds: readonly string[];
  readonly matter: string;
  readonly isCorrect: boolean;
  readonly at: EpochMs;
}

const keep = async (trx: Trx, { accountIds, ...work }: Work): Promise<void> => {
  if (accountIds.length === 0) return;
  const validators = await trx.selectFrom('validators').select('id').where('accountId', 'in', accountIds).execute();
  for (const { id: validatorId } of validators)
    await trx
      .insertInto('validatorWork')
      .values({ validatorId, ...work, paidAs: null })
      .onConflict((conflict) => conflict.columns(['validatorId', 'matter']).doNothing())
      .execute();
};

/** Once a committee has decided: who of it found what it found. */
export const keepFindings = async (
  trx: Trx,
  committee: { readonly id: string; readonly members: readonly string[] },
  votes: readonly CommitteeVote[],
  at: EpochMs,
): Promise<void> => {
  const { correct, wrong } = workOf(committee.members, votes);
  const matter = `committee:${committee.id}`;
  await keep(trx, { accountIds: correct, matter, isCorrect: true, at });
  await keep(trx, { accountIds: wrong, matter, isCorrect: false, at });
};

/** Network hours after a release came out in which signing it is work. */
export const signsWithinHours = 24;

/** A signature that is late counts for the release, and is not paid. */
export const keepWitness = async (
  trx: Trx,
  parameters: Pick<ParameterRecord, 'hourMs'>,
  release: { readonly blockId: string; readonly madeAt: EpochMs },
  { key, at }: { readonly key: string; readonly at: EpochMs },
): Promise<void> => {
  if (at > release.madeAt + networkHoursMs(signsWithinHours, parameters)) return;
  const signer = await trx.selectFrom('validators').select('accountId').where('publicKey', '=', key).executeTakeFirst();
  if (signer === undefined) return;
  await keep(trx, { accountIds: [signer.accountId], matter: `release:${release.blockId}`, isCorrect: true, at });
};
