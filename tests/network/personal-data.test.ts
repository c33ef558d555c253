import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../network/store/transaction.ts';
import type { Person } from '../../shared/contract/network/compliance.ts';
import type { Log } from '../../shared/log.ts';
import { type ComplianceBench, checkOf, openComplianceBench, reachTwo } from './compliance-bench.ts';

const marker = 'Zephyrine Marker-9f3c';
const marked: Person = {
  legalName: marker,
  country: 'QQ',
  documents: [{ kind: 'passport', reference: `${marker}/passport` }],
};

const logged: string[] = [];
const keep = (event: string, facts?: Record<string, unknown>): void =>
  void logged.push(JSON.stringify({ event, facts }));
const log: Log = { info: keep, warn: keep, error: keep };

let bench: ComplianceBench;
beforeAll(async () => {
  bench = await openComplianceBench({ log });
});
afterAll(() => bench.close());

/** Tables in which a row has this text somewhere. */
const tablesWith = async (text: string): Promise<string[]> => {
  const { db } = bench.network.running.network;
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') order by 1`.execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ hits: number }>`
      select count(*)::int4 as hits from ${sql.raw(name)} as kept where kept::text like ${`%${text}%`}`.execute(db);
    if ((rows[0]?.hits ?? 0) > 0) found.push(name);
  }
  return found;
};

describe('personal data', () => {
  it('is in its own schema and nowhere else: no other table, no log line, no answer to its owner', async () => {
    const owner = await bench.openOwner();
    const caseId = await owner.begin('identity', marked);
    const answers: unknown[] = [
      await owner.standing(),
      (await owner.key().ask('POST', '/v1/compliance/identity', { person: marked })).body,
      (await owner.key().ask('POST', '/v1/compliance/address', { person: { ...marked, country: marker } })).body,
      await owner.key().ok('GET', '/v1/accounts/me'),
    ];
    const reviewed = await bench.operator().ok('GET', `/v1/operators/cases/${caseId}`);
    expect(reviewed.person).toEqual(marked);
    await bench.approve(caseId, null);
    await bench.pass(1);
    answers.push(await bench.operator().ok('GET', '/v1/operators/audit'), await owner.standing());

    expect(await tablesWith(marker)).toEqual(['personal.documents', 'personal.persons']);
    expect(JSON.stringify(answers)).not.toContain(marker);
    expect(logged.join('\n')).not.toContain(marker);
  });

  it('is erased when its owner asks, here and at the provider, and leaves the history of levels', async () => {
    const owner = await bench.openOwner();
    await reachTwo(bench, owner, null);
    const waiting = await owner.begin('address', { ...marked, legalName: 'Erased Person-77' });
    expect(await tablesWith('Erased Person-77')).toEqual(['personal.persons']);
    const { turns } = await owner.standing();
    await owner.key().ok('POST', '/v1/compliance/data/erase');
    expect(await tablesWith('Erased Person-77')).toEqual([]);
    const after = await owner.standing();
    expect(after).toMatchObject({ level: 2, turns });
    expect(checkOf(after, 'address')).toMatchObject({ state: 'rejected', rejectedFor: 'data_erased' });
    expect(await bench.operator().ok('GET', `/v1/operators/cases/${waiting}`)).toMatchObject({ person: null });
    const { db } = bench.network.running.network;
    expect(
      await db
        .selectFrom('complianceCases')
        .select('id')
        .where('accountId', '=', owner.accountId)
        .where('provider', '=', 'scripted')
        .where('erasedAt', 'is', null)
        .execute(),
    ).toEqual([]);
    expect(
      await db.selectFrom('complianceReviews').select('reference').where('reference', '=', waiting).execute(),
    ).toEqual([]);
  });

  it('is closed to a role that was not given it, and open to the one that owns it', async () => {
    const { db } = bench.network.running.network;
    const role = `plain_${Math.random().toString(36).slice(2, 10)}`;
    const readAs = (asked: string): Promise<unknown> =>
      inTransaction(db, async (trx) => {
        await sql`set local role ${sql.ref(asked)}`.execute(trx);
        await sql`select count(*) from personal.persons`.execute(trx);
      });
    await sql`create role ${sql.ref(role)} nologin`.execute(db);
    try {
      await expect(readAs(role)).rejects.toThrow('permission denied for schema personal');
      await readAs('perigee_personal');
      const { rows } = await sql<{ owner: string }>`
        select distinct pg_get_userbyid(relowner) as owner from pg_class
        where relnamespace = 'personal'::regnamespace and relkind = 'r'`.execute(db);
      expect(rows).toEqual([{ owner: 'perigee_personal' }]);
    } finally {
      await sql`drop role ${sql.ref(role)}`.execute(db);
    }
  });

  it('is named by one file of the service alone', () => {
    const root = join(import.meta.dirname, '../../network');
    const naming = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => file.endsWith('.ts') && /personal\.(persons|documents)/.test(readFileSync(join(root, file), 'utf8')),
      )
      .map((file) => file.replaceAll('\\', '/'));
    expect(naming.toSorted()).toEqual([
      'service/compliance/personal-store.ts',
      'store/migrations/0019-personal-data.ts',
      'store/tables/personal.ts',
    ]);
  });
});
