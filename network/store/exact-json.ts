/** JSON that keeps bigints: each is written as `{"$int": "…"}` and read back as what it was. */

const isWritten = (value: unknown): value is { $int: string } =>
  typeof value === 'object' && value !== null && typeof (value as { $int?: unknown }).$int === 'string';

export const exactJson = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? { $int: member.toString() } : member));

/** @param text  written by `exactJson`; its shape is the writer's promise */
export const readExactJson = <Value>(text: string): Value =>
  JSON.parse(text, (_key, member: unknown) => (isWritten(member) ? BigInt(member.$int) : member)) as Value;
