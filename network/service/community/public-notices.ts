/** What everybody is told: written in the transaction of what it tells, so that neither is there without the other. */
import type { PublicNotice } from '../../../shared/contract/network/public-notices.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export const tellEverybody = async (trx: Trx, notice: Omit<PublicNotice, 'id'>): Promise<number> => {
  const { id } = await trx
    .insertInto('publicNotices')
    .values({ ...notice, facts: JSON.stringify(notice.facts) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};

/**
 * An operator's own words to everybody.
 *
 * @returns its id; null when there is no issue of that id
 */
export const publishNotice = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  asked: Pick<PublicNotice, 'kind' | 'effectiveAt' | 'issue'> & { readonly text: string },
): Promise<number | null> =>
  inTransaction(db, async (trx) => {
    const { kind, text, effectiveAt, issue } = asked;
    const cited = await trx
      .selectFrom('issues')
      .select('id')
      .where('id', '=', issue ?? '')
      .executeTakeFirst();
    if (issue !== null && cited === undefined) return null;
    return tellEverybody(trx, { kind, facts: { text }, at: clock.now(), effectiveAt, issue });
  });

/** Newest first. @param page.before  id of the last one that is known already */
export const publicNotices = (
  { db }: Pick<Network, 'db'>,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<PublicNotice[]> => {
  const notices = db.selectFrom('publicNotices').selectAll().orderBy('id', 'desc').limit(page.limit);
  return (page.before === undefined ? notices : notices.where('id', '<', page.before)).execute();
};
