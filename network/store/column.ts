/** Kinds of columns that a table may have beside plain ones. Money is NUMERIC and read as bigint. */
import type { ColumnType } from 'kysely';

/** Written as JSON text, read as the value. */
export type Json<Value> = ColumnType<Value, string, string>;
