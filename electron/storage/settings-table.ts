/** The owner's settings, one record per key, so that one bad value never costs the others. */
import type { z } from 'zod';
import { defaultSettings, type Settings, settingsSchema } from '../../shared/contract/app/settings.ts';
import type { Problem } from '../../shared/contract/codes.ts';
import { type Cell, createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Database } from './database.ts';
import { openRecords } from './records.ts';

export interface SettingsTable {
  readonly settings: ReadonlyCell<Settings>;
  /** Writes the given keys. Values are valid already: the contract's schema has read them. */
  update(change: Partial<Settings>): Settings;
  /** Keys whose stored value could not be used; each fell back to its default and was kept aside. */
  readonly problems: readonly Problem[];
}

const keys = Object.keys(settingsSchema.shape) as (keyof Settings)[];

export const openSettings = (database: Database, now: () => number): SettingsTable => {
  const problems: Problem[] = [];
  const tables = new Map(
    keys.map((key) => [
      key,
      openRecords({
        database,
        kind: `setting:${key}`,
        schema: settingsSchema.shape[key] as z.ZodType<unknown>,
        now,
        onFault: ({ detail }) => problems.push({ code: 'SETTINGS_INVALID', data: { key, detail } }),
      }),
    ]),
  );
  const stored = keys.flatMap((key) => {
    const before = problems.length;
    const value = tables.get(key)?.get('value');
    return value === undefined || (value === null && (problems.length > before || defaultSettings[key] !== null))
      ? []
      : [[key, value] as const];
  });
  const settings: Cell<Settings> = createCell<Settings>({ ...defaultSettings, ...Object.fromEntries(stored) });
  return {
    settings,
    problems,
    update: (change) => {
      for (const key of keys) if (change[key] !== undefined) tables.get(key)?.put('value', change[key]);
      settings.update((before) => ({ ...before, ...change }));
      return settings.get();
    },
  };
};
