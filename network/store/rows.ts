/**
 * Many rows of one shape as one value of a statement: text of JSON that the database takes apart again. A value of its own
 * for each cell would be slower by far to write, to send and to read.
 */
import { type RawBuilder, sql } from 'kysely';

/** Amounts as decimal text. */
type Cell = string | number | boolean | null;

/**
 * @param columns  name and type of each, such as `reference text`; names are those of the rows' members
 * @returns what stands in a `from`, under the name `given`, in the order of the rows
 */
export const givenRows = <Name extends string>(
  rows: readonly Readonly<Record<Name, Cell>>[],
  columns: Readonly<Record<Name, string>>,
): RawBuilder<unknown> => {
  const shape = Object.entries<string>(columns).map(([name, type]) => `"${name}" ${type}`);
  return sql`json_to_recordset(${JSON.stringify(rows)}::text::json) as given (${sql.raw(shape.join(', '))})`;
};
