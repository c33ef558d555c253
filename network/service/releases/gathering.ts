/** Reads everything that the release of a closed hour says. */
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import type { ReleaseDevice, ReleaseFacts } from '../../../shared/domain/releases/facts.ts';
import { tagQuarter } from '../../../shared/domain/releases/owner-tag.ts';
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import { inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { ClosedReward } from '../../store/tables/epochs.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Hour } from '../epochs/hours.ts';
import { readPools } from '../epochs/pool-hours.ts';
import type { ScoredDevice } from '../epochs/scoring.ts';
import { readSplits } from '../epochs/splitting.ts';
import type { Network } from '../network.ts';
import { ownerTagsOf } from './owner-tags.ts';
import type { ReleaseSources } from './sources.ts';

interface Gathered {
  readonly trx: Trx;
  readonly hour: Hour;
  readonly parameters: ParameterRecord;
}

const readRewards = (trx: Trx, { number }: Hour) =>
  trx
    .selectFrom('rewards')
    .innerJoin('devices', 'devices.id', 'rewards.deviceId')
    .selectAll('rewards')
    .select('devices.accountId')
    .where('epoch', '=', number)
    .execute();
type RewardRow = Awaited<ReturnType<typeof readRewards>>[number];

const lineOf = ({ reason }: Pick<RewardRow, 'reason'>): ClosedReward => readExactJson<ClosedReward>(reason);

/** @throws Error for an hour that was scored before its facts were kept */
const devicesOf = async (
  { trx, hour, parameters }: Gathered,
  rows: readonly RewardRow[],
  sources: ReleaseSources,
): Promise<ReleaseDevice[]> => {
  const owners = rows.map(({ accountId }) => accountId);
  const tags = await ownerTagsOf(trx, owners, tagQuarter(hour.emissionHour, parameters));
  const countries = await sources.countriesOf(rows.map(({ deviceId }) => deviceId));
  const splitOf = await readSplits(trx, hour);
  return rows.map((row): ReleaseDevice => {
    const { deviceId, accountId, input, complianceLevel, qualityBps, state, slashed } = row;
    const ownerTag = tags.get(accountId);
    if (input === null || complianceLevel === null || qualityBps === null || state === null || ownerTag === undefined)
      throw new Error(`hour ${hour.number} does not tell everything of ${deviceId}`);
    return {
      line: lineOf(row),
      facts: readExactJson<ScoredDevice>(input).facts,
      complianceLevel: complianceLevel as ComplianceLevel,
      qualityBps,
      state,
      split: splitOf(row),
      slashed: inBaseUnits(slashed ?? noCoins),
      ownerTag,
      country: countries.get(deviceId) ?? null,
    };
  });
};

const poolsOf = async ({ trx, hour }: Gathered, rows: readonly RewardRow[]): Promise<ReleaseFacts['pools']> => {
  const lines = rows.map(lineOf);
  return (await readPools(trx, hour.number)).map((pool) => ({
    ...pool,
    scoreSum: lines.filter(({ poolName }) => poolName === pool.pool).reduce((sum, { score }) => sum + score, 0n),
  }));
};

/** What was granted and burned since the hour before closed, and what there is; by the ledger. */
const coinsOf = async ({ trx, hour }: Gathered): Promise<Pick<ReleaseFacts, 'granted' | 'burned' | 'supply'>> => {
  const rows = await trx
    .selectFrom('hourCoins')
    .selectAll()
    .where('epoch', 'in', [hour.number - 1, hour.number])
    .execute();
  const now = rows.find(({ epoch }) => epoch === hour.number);
  if (now === undefined) throw new Error(`hour ${hour.number} does not tell what coins there were`);
  const before = rows.find(({ epoch }) => epoch === hour.number - 1);
  return {
    granted: inBaseUnits(now.grantedEver - (before?.grantedEver ?? 0n)),
    burned: inBaseUnits(now.burnedEver - (before?.burnedEver ?? 0n)),
    supply: inBaseUnits(now.supply),
  };
};

/**
 * @param hour  closed
 * @param before.previous  hash of the manifest of the hour before; null for the first
 * @param before.countries  the secret memory that decides whose country is named, as the release before left it
 */
export const gatherRelease = async (
  trx: Trx,
  { keys }: Pick<Network, 'keys'>,
  sources: ReleaseSources,
  hour: Hour,
  before: Pick<ReleaseFacts, 'previous' | 'countries'>,
): Promise<ReleaseFacts> => {
  if (hour.parameters === null) throw new Error(`hour ${hour.number} does not tell by which record it was judged`);
  const gathered: Gathered = { trx, hour, parameters: readExactJson<ParameterRecord>(hour.parameters) };
  const rows = await readRewards(trx, hour);
  const { number: epoch, startsAt, endsAt, hourMs, isPart, emissionHour } = hour;
  return {
    hour: { epoch, startsAt, endsAt, hourMs, isPart, emissionHour },
    parameters: gathered.parameters,
    pools: await poolsOf(gathered, rows),
    devices: rows.length === 0 ? [] : await devicesOf(gathered, rows, sources),
    ...(await coinsOf(gathered)),
    corrections: [],
    ...before,
    signers: { network: keys.publicKey, validators: await sources.validatorKeys(trx) },
  };
};
