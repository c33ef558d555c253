/**
 * The tags under which owners stand in releases: 64 bits drawn at random for each account and quarter, so that nothing about
 * an owner follows from one.
 */
import { randomBytes } from 'node:crypto';
import { inChunks } from '../../store/chunks.ts';
import type { Trx } from '../../store/transaction.ts';

const atOnce = 2_000;

/** Draws what is missing. @returns the tag of each account in the quarter */
export const ownerTagsOf = async (
  trx: Trx,
  accountIds: readonly string[],
  quarter: number,
): Promise<ReadonlyMap<string, string>> => {
  const drawn = await trx.selectFrom('ownerTags').select(['accountId', 'tag']).where('quarter', '=', quarter).execute();
  const tags = new Map(drawn.map(({ accountId, tag }) => [accountId, tag]));
  const missing = [...new Set(accountIds)].filter((accountId) => !tags.has(accountId));
  for (const some of inChunks(missing, atOnce)) {
    const rows = some.map((accountId) => ({ accountId, quarter, tag: randomBytes(8).toString('hex') }));
    await trx.insertInto('ownerTags').values(rows).execute();
    for (const { accountId, tag } of rows) tags.set(accountId, tag);
  }
  return tags;
};
