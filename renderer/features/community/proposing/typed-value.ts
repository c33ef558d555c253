/** Judges what was typed for a rule's new value before anything is asked of the network. Pure; the words are the form's. */
import type { ProposableRule } from '../../../../shared/contract/app/community.ts';
import { baseUnitsPerIo, parseIo } from '../../../../shared/units/money.ts';
import type { NumberMarks } from '../../../../shared/units/number-marks.ts';

export type ProposableField = ProposableRule['fields'][number];
export type TypedField = { kind: 'empty' | 'unreadable' | 'outside' } | { kind: 'value'; value: number | string };

/** @param text  a number in the language of these marks, whole coins for an amount; a choice as it is */
export const readField = (field: ProposableField, text: string, marks: NumberMarks): TypedField => {
  const typed = text.trim();
  if (typed === '') return { kind: 'empty' };
  if (field.kind === 'text') return { kind: 'value', value: typed };
  if (field.kind === 'choice')
    return field.options.includes(typed) ? { kind: 'value', value: typed } : { kind: 'empty' };
  const amount = parseIo(typed, marks);
  if (amount === null) return { kind: 'unreadable' };
  if (field.kind === 'amount') {
    if (amount < field.least || amount > field.most) return { kind: 'outside' };
    return { kind: 'value', value: amount.toString() };
  }
  if (amount % baseUnitsPerIo !== 0n) return { kind: 'unreadable' };
  const value = Number(amount / baseUnitsPerIo);
  return value < field.least || value > field.most ? { kind: 'outside' } : { kind: 'value', value };
};

/** @returns the value as JSON; null while a part of it is missing or cannot be */
export const readValue = (
  fields: readonly ProposableField[],
  texts: Readonly<Record<string, string>>,
  marks: NumberMarks,
): string | null => {
  const parts: Record<string, number | string> = {};
  for (const field of fields) {
    const read = readField(field, texts[field.name ?? ''] ?? '', marks);
    if (read.kind !== 'value') return null;
    if (field.name === null) return JSON.stringify(read.value);
    parts[field.name] = read.value;
  }
  return JSON.stringify(parts);
};
