/**
 * Makes the releases of closed hours, in their order, each once and in one transaction: killed before it, the next pass makes
 * it; after it, nothing is made again. Writing files is not done here.
 */
import { buildRelease } from '../../../shared/domain/releases/build.ts';
import type { ReleaseRow } from '../../../shared/domain/releases/row.ts';
import { releaseMessage } from '../../../shared/domain/signing/messages.ts';
import { inChunks } from '../../store/chunks.ts';
import { exactJson } from '../../store/exact-json.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { gatherRelease } from './gathering.ts';
import type { ReleaseSources } from './sources.ts';

type Maker = Pick<Network, 'db' | 'keys' | 'clock'>;

/** Of one pass, so that a month's absence holds nothing up. */
const mostAtOnce = 50;
/** Rows of one statement. */
const linesAtOnce = 2_000;

const newest = async (trx: Trx | Network['db']): Promise<{ epoch: number; manifestHash: string } | null> => {
  const row = await trx
    .selectFrom('releases')
    .select(['epoch', 'manifestHash'])
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
};

const keepLines = async (
  trx: Trx,
  epoch: number,
  { lines, leaves }: Pick<ReturnType<typeof buildRelease>, 'lines' | 'leaves'>,
): Promise<void> => {
  const rows = lines.map((line, at) => ({
    epoch,
    row: at + 1,
    deviceId: (JSON.parse(line) as ReleaseRow).device_id,
    line,
    leaf: leaves[at] ?? '',
  }));
  for (const some of inChunks(rows, linesAtOnce)) await trx.insertInto('releaseRows').values(some).execute();
};

/** @returns false when the hour's release is there already, or it is not the next hour's turn */
const makeRelease = (network: Maker, sources: ReleaseSources, epoch: number): Promise<boolean> =>
  inTransaction(network.db, async (trx) => {
    const last = await newest(trx);
    if (last !== null && last.epoch !== epoch - 1) return false;
    const hour = await trx.selectFrom('epochs').selectAll().where('number', '=', epoch).executeTakeFirstOrThrow();
    const built = buildRelease(await gatherRelease(trx, network, sources, hour, last?.manifestHash ?? null));
    const { manifest, manifestText, manifestHash } = built;
    const at = network.clock.now();
    await trx
      .insertInto('releases')
      .values({
        epoch,
        blockId: manifest.block_id,
        rows: manifest.rows,
        manifest: manifestText,
        manifestHash,
        madeAt: at,
      })
      .execute();
    await keepLines(trx, epoch, built);
    const { publicKey, sign } = network.keys;
    await trx
      .insertInto('releaseSignatures')
      .values({ epoch, key: publicKey, signedBy: 'network', signature: sign(releaseMessage(manifestText)), at })
      .execute();
    await trx.deleteFrom('releaseCountries').execute();
    await trx
      .insertInto('releaseCountries')
      .values({ epoch, memory: exactJson(built.countries) })
      .execute();
    return true;
  });

/** Closed hours without a release, the oldest first; hours from before what a release needs was kept are left out. */
const dueHours = async ({ db }: Pick<Maker, 'db'>): Promise<number[]> => {
  const last = await newest(db);
  const rows = await db
    .selectFrom('epochs')
    .innerJoin('hourCoins', 'hourCoins.epoch', 'epochs.number')
    .select('number')
    .where('step', '=', 'closed')
    .where('number', '>', last?.epoch ?? -1)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('rewards')
            .select('rewards.epoch')
            .whereRef('rewards.epoch', '=', 'epochs.number')
            .where('rewards.state', 'is', null),
        ),
      ),
    )
    .orderBy('number')
    .limit(mostAtOnce)
    .execute();
  const [first] = rows;
  if (first === undefined) return [];
  if (last !== null && first.number !== last.epoch + 1)
    throw new Error(`hour ${last.epoch + 1} cannot be published, so neither can those after it`);
  return rows.map(({ number }) => number);
};

/** Makes what is due, at most 50. @returns how many were made */
export const makeDueReleases = async (network: Maker, sources: ReleaseSources): Promise<number> => {
  let made = 0;
  for (const epoch of await dueHours(network)) {
    if (!(await makeRelease(network, sources, epoch))) break;
    made += 1;
  }
  return made;
};
