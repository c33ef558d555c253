/** What a value of the parameter record is made of, read off its schema, so that a form can ask for it within its bounds. */
import { z } from 'zod';

/** `name`: key of the part; null where the value is this one field. Bounds are included. */
export type ValueField = { readonly name: string | null } & (
  | { readonly kind: 'whole'; readonly least: number; readonly most: number }
  /** Base units; the value is decimal text. */
  | { readonly kind: 'amount'; readonly least: bigint; readonly most: bigint }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'text' }
);

const fieldOf = (name: string | null, schema: unknown): ValueField | null => {
  if (schema instanceof z.ZodNumber) {
    const { minValue: least, maxValue: most } = schema;
    return least === null || most === null ? null : { name, kind: 'whole', least, most };
  }
  if (schema instanceof z.ZodPipe && schema.out instanceof z.ZodBigInt) {
    const { minValue: least, maxValue: most } = schema.out;
    return typeof least !== 'bigint' || typeof most !== 'bigint' ? null : { name, kind: 'amount', least, most };
  }
  if (schema instanceof z.ZodEnum) return { name, kind: 'choice', options: schema.options.map(String) };
  return schema instanceof z.ZodString ? { name, kind: 'text' } : null;
};

/** @returns null for a value that is more than a few plain parts, such as a list */
export const valueFieldsOf = (schema: z.ZodType): readonly ValueField[] | null => {
  if (!(schema instanceof z.ZodObject)) {
    const field = fieldOf(null, schema);
    return field === null ? null : [field];
  }
  const fields = Object.entries(schema.shape).map(([name, part]) => fieldOf(name, part));
  return fields.every((field) => field !== null) ? fields : null;
};
