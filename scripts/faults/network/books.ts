/**
 * What a life has left in its database, told so that two lives of one script can be compared to the base unit; and what
 * must hold of it whatever happened. It reads only.
 */
import { createHash } from 'node:crypto';
import type { Database } from '../../../network/store/open-store.ts';
import type { Manifest } from '../../../shared/domain/releases/manifest.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';

/** Lines, each of one fact. Identifiers that the service drew are left out. */
export type Books = readonly string[];

const drawnId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const shared = (text: string): string => text.replaceAll(drawnId, '*');

const summed = (lines: Iterable<readonly [string, bigint]>): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const [name, amount] of lines) sums.set(name, (sums.get(name) ?? 0n) + amount);
  return sums;
};
const counted = (texts: readonly string[]): string[] =>
  [...summed(texts.map((text) => [text, 1n] as const))].map(([text, count]) => `${text} ×${count}`);

export const readBooks = async (db: Database): Promise<Books> => {
  const balances = await db.selectFrom('balances').select(['account', 'amount']).execute();
  const transfers = await db.selectFrom('transfers').select(['kind', 'idempotencyKey', 'deviceId', 'epoch']).execute();
  const hours = await db.selectFrom('epochs').select(['number', 'step', 'startsAt', 'endsAt', 'servedMask']).execute();
  const rewards = await db
    .selectFrom('rewards')
    .select(['epoch', 'deviceId', 'reward', 'ownerPart', 'reason'])
    .execute();
  const releases = await db.selectFrom('releases').select(['epoch', 'rows', 'manifest']).execute();
  const slashes = await db.selectFrom('slashes').select(['deviceId', 'offence', 'state']).execute();
  const cooling = await db.selectFrom('cooling').select(['deviceId', 'holderId', 'amount', 'endedAt']).execute();
  const jobs = await db.selectFrom('jobs').select(['id', 'state', 'outcome']).execute();
  const leases = await db.selectFrom('leases').select(['jobId', 'state', 'outcome', 'minutes', 'price']).execute();
  const intents = await db.selectFrom('intents').select('asked').where('state', '!=', 'open').execute();
  const events = await db.selectFrom('deviceEvents').select(['deviceId', 'event']).execute();
  return [
    ...[...summed(balances.map(({ account, amount }) => [shared(account), amount] as const))].map(
      ([account, amount]) => `balance ${account} ${amount}`,
    ),
    ...counted(
      transfers.map(
        ({ kind, idempotencyKey, deviceId, epoch }) =>
          `transfer ${kind} ${shared(idempotencyKey)} ${deviceId} ${epoch}`,
      ),
    ),
    ...hours.map((hour) => `hour ${Object.values(hour).join(' ')}`),
    ...rewards.map((line) => `reward ${Object.values(line).join(' ')}`),
    ...releases.flatMap(({ epoch, rows, manifest }) => {
      const { burned, supply, ...totals } = (JSON.parse(manifest) as Manifest).totals;
      return [`release ${epoch} ${rows} ${JSON.stringify(totals)}`, `${burnedLine}${epoch} ${burned} ${supply}`];
    }),
    ...counted(slashes.map((slash) => `slash ${Object.values(slash).join(' ')}`)),
    ...counted(cooling.map(({ endedAt, ...entry }) => `cooling ${Object.values(entry).join(' ')} ${endedAt !== null}`)),
    ...jobs.map((job) => `job ${Object.values(job).join(' ')}`),
    ...counted(leases.map((lease) => `lease ${Object.values(lease).join(' ')}`)),
    ...counted(intents.map(({ asked }) => `intent ${asked}`)),
    ...counted(events.map(({ deviceId, event }) => `event ${deviceId} ${JSON.stringify(event)}`)),
  ].toSorted();
};

/** In which hour coins were burned: a job's fees in the one in which its end was heard of. */
const burnedLine = 'burned in ';
/** What was burned in all is in the balances. */
export const whateverHourBurned = (books: Books): Books => books.filter((line) => !line.startsWith(burnedLine));

/** @returns what is there and should not be, and what should be and is not; nothing when they are equal */
export const booksApart = (found: Books, wanted: Books): string[] => [
  ...found.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`),
  ...wanted.filter((line) => !found.includes(line)).map((line) => `- ${line}`),
];

const mayBeBelow = new Set(['emission', 'play']);

/** @returns what does not hold of the books, whoever wrote them */
export const complaintsOf = async (db: Database): Promise<string[]> => {
  const complaints: string[] = [];
  const hold = (isTrue: boolean, sentence: string): void => {
    if (!isTrue) complaints.push(sentence);
  };
  const postings = await db.selectFrom('postings').select(['account', 'amount']).execute();
  const sums = summed(postings.map(({ account, amount }) => [account, amount] as const));
  const total = [...sums.values()].reduce((sum, amount) => sum + amount, 0n);
  hold(total === 0n, `the ledger sums to ${total}`);
  for (const [account, amount] of sums) hold(amount >= 0n || mayBeBelow.has(account), `${account} holds ${amount}`);
  const balances = await db.selectFrom('balances').select(['account', 'amount']).execute();
  for (const { account, amount } of balances)
    hold(amount === (sums.get(account) ?? 0n), `${account} is said to hold ${amount}`);
  const keys = await db.selectFrom('transfers').select('idempotencyKey').execute();
  hold(new Set(keys.map(({ idempotencyKey }) => idempotencyKey)).size === keys.length, 'a transfer is there twice');

  const hours = await db.selectFrom('epochs').selectAll().orderBy('number').execute();
  hold(
    hours.every(({ number, startsAt }, at) => number === at && (at === 0 || startsAt === hours[at - 1]?.endsAt)),
    'the hours are no chain',
  );
  hold(hours.filter(({ step }) => step === 'open').length === 1, 'there is not one open hour');
  const minted = hours
    .filter(({ step, isPart }) => step === 'closed' && !isPart)
    .map(({ emissionHour }) => emissionHourAt('even', emissionHour))
    .reduce((sum, at) => sum + hourEmission(at.month, at.hourOfMonth, at.hoursInMonth), 0n);
  hold((sums.get('emission') ?? 0n) === -minted, `minted ${-(sums.get('emission') ?? 0n)}, hours say ${minted}`);

  const releases = await db.selectFrom('releases').selectAll().orderBy('epoch').execute();
  let before: string | null = null;
  let supplyBefore: bigint | null = null;
  for (const { epoch, manifest, manifestHash } of releases) {
    const { previous } = JSON.parse(manifest) as Manifest;
    hold(previous === before || before === null, `release ${epoch} does not go on from the one before`);
    hold(createHash('sha256').update(manifest).digest('hex') === manifestHash, `release ${epoch} has another hash`);
    const { emission, granted, burned, supply } = (JSON.parse(manifest) as Manifest).totals;
    const follows = (supplyBefore ?? 0n) + BigInt(emission) + BigInt(granted) - BigInt(burned);
    hold(
      supplyBefore === null || BigInt(supply) === follows,
      `release ${epoch} says ${supply}, and ${follows} follows`,
    );
    supplyBefore = BigInt(supply);
    before = manifestHash;
  }
  return complaints;
};
