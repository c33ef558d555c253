/** Published hours and rows as the explorer shows them, read from the releases alone. */
import type { ExplorerBlock } from '../../../shared/contract/network/explorer.ts';
import { readManifest } from '../../../shared/domain/releases/manifest.ts';
import { deviceIdPattern, type ReleaseRow } from '../../../shared/domain/releases/row.ts';
import type { Network } from '../network.ts';
import type { Release } from '../releases/reading.ts';

const shownHours = 24;

/** Who signed each of some hours; an hour that nobody signed yet is not in it. */
const signersOf = async (
  { db }: Pick<Network, 'db'>,
  epochs: readonly number[],
): Promise<ReadonlyMap<number, ExplorerBlock['signedBy']>> => {
  const signatures = await db
    .selectFrom('releaseSignatures')
    .select(['epoch', 'signedBy'])
    .where('epoch', 'in', epochs.length === 0 ? [-1] : epochs)
    .execute();
  const byEpoch = Map.groupBy(signatures, ({ epoch }) => Number(epoch));
  return new Map(
    [...byEpoch].map(([epoch, all]) => [
      epoch,
      {
        network: all.some(({ signedBy }) => signedBy === 'network'),
        validators: all.filter(({ signedBy }) => signedBy === 'validator').length,
      },
    ]),
  );
};

const describe = (
  { blockId, epoch, manifest, manifestHash }: Release,
  signedBy: ExplorerBlock['signedBy'],
): ExplorerBlock => {
  const { value } = readManifest(manifest);
  if (value === null) throw new Error(`the manifest of ${blockId} cannot be read`);
  const { hour, totals } = value;
  const { emission, paid, carry, burned, supply } = totals;
  return {
    ...{ blockId, epoch, startsAt: hour.starts_at, endsAt: hour.ends_at, isPart: hour.is_part, devices: value.rows },
    ...{ emission, paid, carry, burned, supply, manifestHash, signedBy },
  };
};

export const describeBlocks = async (
  network: Pick<Network, 'db'>,
  releases: readonly Release[],
): Promise<ExplorerBlock[]> => {
  const signers = await signersOf(
    network,
    releases.map(({ epoch }) => Number(epoch)),
  );
  return releases.map((release) =>
    describe(release, signers.get(Number(release.epoch)) ?? { network: false, validators: 0 }),
  );
};

export const describeBlock = async (network: Pick<Network, 'db'>, release: Release): Promise<ExplorerBlock> => {
  const [block] = await describeBlocks(network, [release]);
  if (block === undefined) throw new Error(`the block ${release.blockId} was not described`);
  return block;
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

/**
 * @param asked.of  a device's id or an owner's tag; neither stands in another key of a row
 * @param asked.after  line that the page before ended with; 0 for the first
 */
export const findRows = async (
  { db }: Pick<Network, 'db'>,
  epoch: number,
  asked: { readonly of?: string | undefined; readonly after: number; readonly limit: number },
): Promise<{ line: number; row: ReleaseRow }[]> => {
  const { of = null, after, limit } = asked;
  const isDevice = of !== null && deviceIdPattern.test(of);
  const rows = await db
    .selectFrom('releaseRows')
    .select(['row', 'line'])
    .where('epoch', '=', epoch)
    .where('row', '>', after)
    .$if(isDevice, (query) => query.where('deviceId', '=', of ?? ''))
    .$if(of !== null && !isDevice, (query) => query.where('line', 'like', `%"owner_tag":"${of}"%`))
    .orderBy('row')
    .limit(limit)
    .execute();
  return rows.map(({ row: line, ...found }) => ({ line, row: rowOf(found) }));
};

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
