/**
 * Names, countries and where documents are: the only file that touches the schema of personal data, each time in a
 * transaction of its own under the role that owns it. It writes no log and nothing of it into any other table.
 */
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Person } from '../../../shared/contract/network/compliance.ts';
import type { Tables } from '../../store/schema.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

/** Whether the service's role may take on the one that owns personal data. */
export const hasPersonalRole = async (db: Kysely<Tables>): Promise<boolean> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int4 as count from pg_roles
    where rolname = 'perigee_personal' and pg_has_role(
      oid, case when current_setting('server_version_num')::int4 < 160000 then 'MEMBER' else 'SET' end)`.execute(db);
  return rows[0]?.count === 1;
};

const asPersonal = <Result>({ db }: Pick<Network, 'db'>, work: (trx: Trx) => Promise<Result>): Promise<Result> =>
  inTransaction(db, async (trx) => {
    if (await hasPersonalRole(trx)) await sql`set local role perigee_personal`.execute(trx);
    return work(trx);
  });

/** Keeps what an owner told for a case. Name and country take the place of what was told before. */
export const keepPerson = (
  network: Pick<Network, 'db' | 'clock'>,
  { accountId, caseId, person }: { readonly accountId: string; readonly caseId: string; readonly person: Person },
): Promise<void> =>
  asPersonal(network, async (trx) => {
    const told = { legalName: person.legalName, country: person.country, toldAt: network.clock.now() };
    await trx
      .insertInto('personal.persons')
      .values({ accountId, ...told })
      .onConflict((conflict) => conflict.column('accountId').doUpdateSet(told))
      .execute();
    for (const document of person.documents)
      await trx
        .insertInto('personal.documents')
        .values({ id: randomUUID(), accountId, caseId, ...document })
        .execute();
  });

/** @returns what the owner told, with the documents for this case; null when nothing is kept */
export const readPerson = (
  network: Pick<Network, 'db'>,
  { accountId, caseId }: { readonly accountId: string; readonly caseId: string },
): Promise<Person | null> =>
  asPersonal(network, async (trx) => {
    const row = await trx
      .selectFrom('personal.persons')
      .select(['legalName', 'country'])
      .where('accountId', '=', accountId)
      .executeTakeFirst();
    if (row === undefined) return null;
    const documents = await trx
      .selectFrom('personal.documents')
      .select(['kind', 'reference'])
      .where('accountId', '=', accountId)
      .where('caseId', '=', caseId)
      .orderBy('id')
      .execute();
    return { ...row, documents };
  });

/** Erases everything that is kept of a person. */
export const erasePerson = (network: Pick<Network, 'db'>, accountId: string): Promise<void> =>
  asPersonal(network, async (trx) => {
    await trx.deleteFrom('personal.persons').where('accountId', '=', accountId).execute();
  });
