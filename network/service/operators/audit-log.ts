/**
 * The log of operators' calls: an entry before a call is carried out, and another when it was refused or failed. A call
 * without the second was carried out, or ended with the process. It never holds what the contract does not know.
 */
import { type AuditEntry, type AuditFacts, auditHash, noEntry } from '../../../shared/domain/operators/audit-entry.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

/** @returns the entry's number */
export const appendAudit = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  entry: Pick<AuditFacts, 'operatorKey' | 'call' | 'input' | 'refusal'>,
): Promise<number> =>
  inTransaction(db, async (trx) => {
    const last = await trx
      .selectFrom('operatorCalls')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    const facts: AuditFacts = {
      ...entry,
      seq: (last?.seq ?? 0) + 1,
      at: clock.now(),
      previous: last?.hash ?? noEntry,
    };
    const { refusal, ...columns } = facts;
    await trx
      .insertInto('operatorCalls')
      .values({
        ...columns,
        refusedSeq: refusal?.of ?? null,
        refusedCode: refusal?.code ?? null,
        hash: auditHash(facts),
      })
      .execute();
    return facts.seq;
  });

/** Oldest first. @param page.after  number of the last entry that is known already */
export const auditAfter = async (
  { db }: Pick<Network, 'db'>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<AuditEntry[]> => {
  const rows = await db
    .selectFrom('operatorCalls')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ refusedSeq, refusedCode, ...row }) => ({
    ...row,
    refusal: refusedSeq === null || refusedCode === null ? null : { of: refusedSeq, code: refusedCode },
  }));
};
