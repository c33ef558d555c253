/** Where accounts stand in the Astronaut Program, and the tags under which they show themselves. */
import { randomBytes } from 'node:crypto';
import type { NetworkOutputs } from '../../../shared/contract/network/index.ts';
import { type AstronautLevel, levelOf, pointsOf } from '../../../shared/domain/astronaut/points.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { creditDeed, deedsOf, deedsOfAll } from './deeds.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters'>;
type Standing = NetworkOutputs['astronaut']['standing'];

const shownDeeds = 100;

/** Its row, made where there is none. */
const astronautOf = async (trx: Trx, accountId: string): Promise<{ tag: string | null; referralCode: string }> => {
  await trx
    .insertInto('astronauts')
    .values({ accountId, tag: null, referralCode: randomBytes(6).toString('hex') })
    .onConflict((conflict) => conflict.column('accountId').doNothing())
    .execute();
  return trx
    .selectFrom('astronauts')
    .select(['tag', 'referralCode'])
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
};

const standingNow = async (trx: Trx, { clock, parameters }: Keeper, accountId: string): Promise<Standing> => {
  const deeds = await deedsOf(trx, accountId);
  const points = pointsOf(deeds, clock.now(), parameters);
  return {
    points,
    ...levelOf(points),
    ...(await astronautOf(trx, accountId)),
    deeds: deeds.slice(0, shownDeeds).map(({ id, kind, at }) => ({ id, kind, at })),
  };
};

export const astronautStanding = (network: Keeper, accountId: string): Promise<Standing> =>
  inTransaction(network.db, (trx) => standingNow(trx, network, accountId));

/** @param tag  null takes it out of the public list */
export const setTag = (network: Keeper, accountId: string, tag: string | null): Promise<Standing | 'TAG_TAKEN'> =>
  inTransaction(network.db, async (trx) => {
    const holder = await trx
      .selectFrom('astronauts')
      .select('accountId')
      .where('tag', '=', tag ?? '')
      .executeTakeFirst();
    if (holder !== undefined && holder.accountId !== accountId) return 'TAG_TAKEN';
    await astronautOf(trx, accountId);
    await trx.updateTable('astronauts').set({ tag }).where('accountId', '=', accountId).execute();
    return standingNow(trx, network, accountId);
  });

/** From the highest down. */
const levels: readonly AstronautLevel[] = ['flight_director', 'commander', 'pilot', 'cadet'];

export const board = async ({ db, clock, parameters }: Keeper): Promise<NetworkOutputs['astronaut']['board']> => {
  const now = clock.now();
  const levelOfAccount = new Map(
    [...(await deedsOfAll(db))].map(([accountId, deeds]) => [
      accountId,
      levelOf(pointsOf(deeds, now, parameters)).level,
    ]),
  );
  const tagged = await db
    .selectFrom('astronauts')
    .select(['accountId', 'tag'])
    .where('tag', 'is not', null)
    .orderBy('tag')
    .execute();
  const shown = tagged.map(({ accountId, tag }) => ({
    tag: tag ?? '',
    level: levelOfAccount.get(accountId) ?? ('cadet' as const),
  }));
  const counted = [...levelOfAccount.values()];
  const countOf = (level: AstronautLevel): number => counted.filter((each) => each === level).length;
  return {
    counts: {
      cadet: countOf('cadet'),
      pilot: countOf('pilot'),
      commander: countOf('commander'),
      flight_director: countOf('flight_director'),
    },
    astronauts: levels.flatMap((level) => shown.filter((each) => each.level === level)),
  };
};

/** An operator's word that somebody did something; the same id again credits nothing more. */
export const creditByOperator = (
  network: Keeper,
  asked: {
    readonly id: string;
    readonly accountId: string;
    readonly deed:
      | { readonly kind: 'bug'; readonly severity: 'minor' | 'major' | 'critical' }
      | { readonly kind: 'merged_document' | 'accepted_answer' };
  },
): Promise<Pick<Standing, 'points' | 'level'> | 'ACCOUNT_NOT_FOUND' | 'DEED_ID_TAKEN'> =>
  inTransaction(network.db, async (trx) => {
    const { accountId, deed } = asked;
    const account = await trx.selectFrom('accounts').select('id').where('id', '=', accountId).executeTakeFirst();
    if (account === undefined) return 'ACCOUNT_NOT_FOUND';
    const id = `operator.${asked.id}`;
    const isNew = await creditDeed(trx, accountId, { ...deed, id, at: network.clock.now() });
    const known = await trx.selectFrom('deeds').select(['accountId', 'kind']).where('id', '=', id).executeTakeFirst();
    if (!isNew && (known?.accountId !== accountId || known.kind !== deed.kind)) return 'DEED_ID_TAKEN';
    const { points, level } = await standingNow(trx, network, accountId);
    return { points, level };
  });
