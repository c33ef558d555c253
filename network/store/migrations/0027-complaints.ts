/** Complaints of renters stand among the reports: of which device's part in which job, and the lines that bear them out. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `alter table reports add column lease_id text references leases, add column lines jsonb,
    add constraint lines_of_a_lease check ((lease_id is null) = (lines is null)) not valid`,
  `create index reports_by_lease on reports (lease_id) where lease_id is not null`,
];

export const complaints = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
