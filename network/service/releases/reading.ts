/** Releases as they were made: which there are, and the text of each of their files. It changes nothing. */
import type { Selectable } from 'kysely';
import { type ReleaseSignatures, signaturesText } from '../../../shared/domain/releases/manifest.ts';
import type { ReleaseTable } from '../../store/tables/releases.ts';
import type { Network } from '../network.ts';

type Reader = Pick<Network, 'db'>;
export type Release = Selectable<ReleaseTable>;

/** @returns null when there is none of this id */
export const releaseOf = async ({ db }: Reader, blockId: string): Promise<Release | null> =>
  (await db.selectFrom('releases').selectAll().where('blockId', '=', blockId).executeTakeFirst()) ?? null;

/** @param page.after  block that the page before ended with */
export const listReleases = ({ db }: Reader, page: { order: 'asc' | 'desc'; after: string | null; limit: number }) =>
  db
    .selectFrom('releases')
    .innerJoin('epochs', 'epochs.number', 'releases.epoch')
    .selectAll('releases')
    .select(['startsAt', 'endsAt'])
    .$if(page.after !== null, (query) => query.where('blockId', page.order === 'asc' ? '>' : '<', page.after ?? ''))
    .orderBy('blockId', page.order)
    .limit(page.limit)
    .execute();

/** Some lines of a file, each with its end. @param lines.after  line that the part before ended with; 0 for the first */
export const readLines = async (
  { db }: Reader,
  epoch: number,
  file: 'rows' | 'leaves',
  lines: { readonly after: number; readonly limit: number },
): Promise<string> => {
  const rows = await db
    .selectFrom('releaseRows')
    .select(file === 'rows' ? 'line as text' : 'leaf as text')
    .where('epoch', '=', epoch)
    .where('row', '>', lines.after)
    .orderBy('row')
    .limit(lines.limit)
    .execute();
  return rows.map(({ text }) => `${text}\n`).join('');
};

export const signaturesOf = async ({ db }: Reader, epoch: number): Promise<ReleaseSignatures> => {
  const rows = await db
    .selectFrom('releaseSignatures')
    .select(['signedBy', 'key', 'signature'])
    .where('epoch', '=', epoch)
    .orderBy('id')
    .execute();
  return rows.map(({ signedBy, key, signature }) => ({ by: signedBy, key, signature }));
};

export const readSignaturesFile = async (network: Reader, epoch: number): Promise<string> =>
  signaturesText(await signaturesOf(network, epoch));
