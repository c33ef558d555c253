/** What an account is told. Written in the transaction of what it tells, so that neither is there without the other. */
import type { Notice } from '../../../shared/contract/network/notices.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';

const mostShown = 200;

export const tellAccount = async (
  trx: Trx,
  notice: Pick<Notice, 'kind' | 'facts'> & { readonly accountId: string; readonly at: EpochMs },
): Promise<void> => {
  await trx
    .insertInto('accountNotices')
    .values({ ...notice, facts: JSON.stringify(notice.facts), readAt: null })
    .execute();
};

/** Newest first. */
const noticesOf = async ({ db }: Pick<Network, 'db'>, accountId: string): Promise<Notice[]> => {
  const rows = await db
    .selectFrom('accountNotices')
    .select(['id', 'kind', 'facts', 'at', 'readAt'])
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .limit(mostShown)
    .execute();
  return rows.map((row) => ({ ...row, id: String(row.id) }));
};

/** The first word counts. @returns false when the account was told no such thing */
const noteRead = async ({ db, clock }: Pick<Network, 'db' | 'clock'>, accountId: string, id: string) => {
  const noted = await db
    .updateTable('accountNotices')
    .set(({ fn, val }) => ({ readAt: fn.coalesce('readAt', val(clock.now())) }))
    .where('id', '=', Number(id))
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return noted.numUpdatedRows === 1n;
};

/** Every member hears; only an owner can say that it was taken note of. */
export const noticeRoutes = ({ asViewer, asOwner }: Callers, network: Network) => ({
  list: asViewer.notices.list.handler(({ context }) => noticesOf(network, context.member.accountId)),
  read: asOwner.notices.read.handler(async ({ input, context, errors }) => {
    const { accountId } = context.member;
    if (!(await noteRead(network, accountId, input.noticeId))) throw errors.NOTICE_NOT_FOUND();
    return noticesOf(network, accountId);
  }),
});
