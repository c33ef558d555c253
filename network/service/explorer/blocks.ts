/** Published hours and rows as the explorer shows them, read from the releases alone. */
import type { ExplorerBlock } from '../../../shared/contract/network/explorer.ts';
import { readManifest } from '../../../shared/domain/releases/manifest.ts';
import type { ReleaseRow } from '../../../shared/domain/releases/row.ts';
import type { Network } from '../network.ts';
import type { Release } from '../releases/reading.ts';

const shownHours = 24;

export const describeBlock = ({ blockId, epoch, manifest, manifestHash }: Release): ExplorerBlock => {
  const { value } = readManifest(manifest);
  if (value === null) throw new Error(`the manifest of ${blockId} cannot be read`);
  const { hour, totals } = value;
  const { emission, paid, carry, burned, supply } = totals;
  return {
    ...{ blockId, epoch, startsAt: hour.starts_at, endsAt: hour.ends_at, isPart: hour.is_part, devices: value.rows },
    ...{ emission, paid, carry, burned, supply, manifestHash },
  };
};

/** What was published was checked when it was made, and the database refuses to change it. */
const rowOf = ({ line }: { readonly line: string }): ReleaseRow => JSON.parse(line) as ReleaseRow;

/** @param page.after  line that the page before ended with; 0 for the first */
export const rowsOfBlock = async (
  { db }: Pick<Network, 'db'>,
  epoch: number,
  page: { readonly after: number; readonly limit: number },
): Promise<ReleaseRow[]> => {
  const rows = await db
    .selectFrom('releaseRows')
    .select('line')
    .where('epoch', '=', epoch)
    .where('row', '>', page.after)
    .orderBy('row')
    .limit(page.limit)
    .execute();
  return rows.map(rowOf);
};

const rowsAtOnce = 5_000;

/** All rows of a release, some thousands of them at a time. */
export async function* allRowsOf(
  network: Pick<Network, 'db'>,
  { epoch, rows }: Pick<Release, 'epoch' | 'rows'>,
): AsyncGenerator<ReleaseRow> {
  for (let after = 0; after < rows; after += rowsAtOnce)
    yield* await rowsOfBlock(network, epoch, { after, limit: rowsAtOnce });
}

/** The newest first; empty for a device that no release tells of. */
export const rowsOfDevice = async ({ db }: Pick<Network, 'db'>, deviceId: string): Promise<ReleaseRow[]> => {
  const rows = await db
    .selectFrom('releaseRows')
    .select('line')
    .where('deviceId', '=', deviceId)
    .orderBy('epoch', 'desc')
    .limit(shownHours)
    .execute();
  return rows.map(rowOf);
};
