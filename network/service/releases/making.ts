/**
 * Makes the releases of closed hours, in their order, each once: killed before a transaction is over, the next pass makes
 * them; after it, nothing is made again. Writing files is not done here.
 */
import { type BuiltRelease, buildRelease } from '../../../shared/domain/releases/build.ts';
import { type CountryMemory, noMemory } from '../../../shared/domain/releases/country.ts';
import type { ReleaseRow } from '../../../shared/domain/releases/row.ts';
import { releaseMessage } from '../../../shared/domain/signing/messages.ts';
import { inChunks } from '../../store/chunks.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
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
  { lines, leaves }: Pick<BuiltRelease, 'lines' | 'leaves'>,
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

const publish = async (trx: Trx, { keys, clock }: Maker, epoch: number, built: BuiltRelease): Promise<void> => {
  const { manifest, manifestText, manifestHash } = built;
  const { block_id: blockId, rows } = manifest;
  const at = clock.now();
  await trx
    .insertInto('releases')
    .values({ epoch, blockId, rows, manifest: manifestText, manifestHash, madeAt: at })
    .execute();
  await keepLines(trx, epoch, built);
  const signature = keys.sign(releaseMessage(manifestText));
  await trx
    .insertInto('releaseSignatures')
    .values({ epoch, key: keys.publicKey, signedBy: 'network', signature, at })
    .execute();
};

/** Secret; the one that the newest release left is all that is kept. */
const readMemory = async (trx: Trx): Promise<CountryMemory> => {
  const row = await trx.selectFrom('releaseCountries').select('memory').executeTakeFirst();
  return row === undefined ? noMemory : readExactJson<CountryMemory>(row.memory);
};

const keepMemory = async (trx: Trx, epoch: number, memory: CountryMemory): Promise<void> => {
  await trx.deleteFrom('releaseCountries').execute();
  await trx
    .insertInto('releaseCountries')
    .values({ epoch, memory: exactJson(memory) })
    .execute();
};

/**
 * Makes some releases in one transaction: those of hours that nobody was seen in, and the first of one that somebody was.
 *
 * @param epochs  one after the other
 * @returns how many were made; 0 when the first is there already
 */
const makeReleases = (network: Maker, sources: ReleaseSources, epochs: readonly number[]): Promise<number> =>
  inTransaction(network.db, async (trx) => {
    const hours = await trx.selectFrom('epochs').selectAll().where('number', 'in', epochs).orderBy('number').execute();
    let last = await newest(trx);
    let countries = await readMemory(trx);
    let made = 0;
    for (const hour of hours) {
      if (last !== null && last.epoch !== hour.number - 1) break;
      const before = { previous: last?.manifestHash ?? null, countries };
      const built = buildRelease(await gatherRelease(trx, network, sources, hour, before));
      await publish(trx, network, hour.number, built);
      last = { epoch: hour.number, manifestHash: built.manifestHash };
      countries = built.countries;
      made += 1;
      if (built.manifest.rows > 0) break;
    }
    if (last !== null && made > 0) await keepMemory(trx, last.epoch, countries);
    return made;
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
  const due = await dueHours(network);
  for (let made = 0; ; ) {
    const more = made < due.length ? await makeReleases(network, sources, due.slice(made)) : 0;
    if (more === 0) return made;
    made += more;
  }
};
