/** Which accounts are one hand with others: the same account, or one key that speaks for both. The rule is the domain's. */
import { areRelated, type Party } from '../../../shared/domain/staking/related.ts';
import type { Trx } from '../../store/transaction.ts';
import { membersOf } from './members.ts';

export const partyOf = async (trx: Trx, accountId: string): Promise<Party> => ({
  accountId,
  memberKeys: (await membersOf(trx, accountId)).map(({ publicKey }) => publicKey),
});

/** Of some accounts, those that are related to any of the parties. */
export const relatedTo = async (
  trx: Trx,
  accountIds: readonly string[],
  partyIds: readonly string[],
): Promise<Set<string>> => {
  const parties: Party[] = [];
  for (const id of new Set(partyIds)) parties.push(await partyOf(trx, id));
  const related = new Set<string>();
  for (const id of accountIds) {
    const account = await partyOf(trx, id);
    if (parties.some((party) => areRelated(account, party))) related.add(id);
  }
  return related;
};
