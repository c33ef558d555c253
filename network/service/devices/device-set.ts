/** Many devices as one value of a query. */
import { type SqlBool, sql } from 'kysely';

/** @param column  of a device's id, by its name in the database */
export const isOneOf = (column: string, ids: readonly string[]) =>
  ids.length === 1
    ? sql<SqlBool>`${sql.ref(column)} = ${ids[0]}`
    : sql<SqlBool>`${sql.ref(column)} in (select json_array_elements_text(${JSON.stringify(ids)}::text::json))`;
