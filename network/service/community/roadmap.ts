/** The roadmap as operators write it. */
import type { RoadmapEntry } from '../../../shared/contract/network/roadmap.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

/** By date, undated ones last. */
export const roadmap = ({ db }: Pick<Network, 'db'>): Promise<RoadmapEntry[]> =>
  db
    .selectFrom('roadmapEntries')
    .selectAll()
    .orderBy('date', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();

/** @returns undefined when the issue that it names is none */
export const putEntry = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  entry: Omit<RoadmapEntry, 'updatedAt'>,
): Promise<RoadmapEntry | undefined> =>
  inTransaction(db, async (trx) => {
    const { id, issue, ...rest } = entry;
    const cited = await trx
      .selectFrom('issues')
      .select('id')
      .where('id', '=', issue ?? '')
      .executeTakeFirst();
    if (issue !== null && cited === undefined) return undefined;
    const written = { ...rest, issue, updatedAt: clock.now() };
    return trx
      .insertInto('roadmapEntries')
      .values({ id, ...written })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(written))
      .returningAll()
      .executeTakeFirstOrThrow();
  });
