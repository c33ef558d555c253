/** Invariants 4, 8, 10, 12 and 26, for every device of the hour: what was divided, and who got which part. */
import { poolCarry } from '../../../shared/domain/ledger/account.ts';
import type { DeviceReward, EpochResult, PoolHour } from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { eligBps } from '../../../shared/domain/rewards/eligibility.ts';
import { tierLevel } from '../../../shared/domain/tiers/tier.ts';
import type { Economy } from '../economy.ts';
import type { Inspector } from './inspector.ts';

const checkPool = (
  { ledger }: Economy,
  hour: PoolHour,
  rewards: readonly DeviceReward[],
  inspector: Inspector,
): void => {
  const { pool, minted, carriedIn, carriedOut } = hour;
  const own = rewards.filter(({ poolName }) => poolName === pool);
  const paid = own.reduce((sum, { reward }) => sum + reward, 0n);
  const eligible = BigInt(own.filter(({ score }) => score > 0n).length);
  const facts = () => ({ minted, carriedIn, paid, carriedOut, eligible });
  inspector.require(4, paid + carriedOut === minted + carriedIn, pool, 'rewards and dust are not the pool', facts);
  const isDust = eligible === 0n ? paid === 0n : carriedOut >= 0n && carriedOut < eligible;
  inspector.require(4, isDust, pool, 'the dust is not below the number of eligible devices', facts);
  const kept = ledger.balanceOf(poolCarry(pool));
  inspector.require(4, kept === carriedOut, pool, 'the ledger carries something else', () => ({ carriedOut, kept }));
};

const mayEarn = ({ staked, required, tier, minutes }: HourFacts, minutesNeeded: number): boolean =>
  staked >= required && tierLevel(tier) >= 1 && minutes >= minutesNeeded;

const checkDevice = (
  { parameters }: Economy,
  { deviceId, reward, ineligible, eligBps: counted }: DeviceReward,
  facts: HourFacts,
  inspector: Inspector,
): void => {
  const { staked, required, minutes, isExempt } = facts;
  inspector.require(
    8,
    reward === 0n || mayEarn(facts, parameters.minutesNeeded),
    deviceId,
    `earned as ${facts.tier} with ${minutes} minutes`,
    () => ({ reward, staked, required }),
  );
  if (!isExempt) return;
  const byMinutes = eligBps({ ...facts, proofsPassed: 0, proofsAsked: 0 }, parameters);
  const lostNothing = ineligible !== 'proofs' && counted === byMinutes;
  inspector.require(26, lostNothing, deviceId, 'a hired device lost for a proof that it was not asked for', () => ({
    counted: BigInt(counted),
    byMinutes: BigInt(byMinutes),
  }));
};

const checkParts = ({ trace }: Economy, result: EpochResult, inspector: Inspector): void => {
  let divided = 0n;
  for (const { deviceId, reward, owner, supporters } of trace.splits) {
    const parts = supporters.reduce((sum, { amount }) => sum + amount, owner as bigint);
    inspector.require(10, parts === reward, deviceId, 'the parts are not the reward', () => ({ reward, parts }));
    divided += reward;
  }
  const paid = result.rewards.reduce((sum, { reward }) => sum + reward, 0n);
  inspector.require(10, divided === paid, 'all devices', 'not every reward was divided', () => ({ paid, divided }));
  for (const { kind, idempotencyKey, entries } of trace.rewards) {
    if (kind !== 'hourly_reward') continue;
    const isFree = entries.every(({ account }) => account.startsWith('device:') || account.startsWith('pool:'));
    inspector.require(12, isFree, idempotencyKey, 'somebody else had a part of a reward');
  }
};

export const checkRewards = (economy: Economy, inspector: Inspector): void => {
  const { result, devices } = economy.trace;
  if (result === null) throw new RangeError('the hour was not closed');
  for (const pool of result.pools) checkPool(economy, pool, result.rewards, inspector);
  const factsOf = new Map(devices.map(({ deviceId, facts }) => [deviceId, facts]));
  for (const reward of result.rewards) {
    const facts = factsOf.get(reward.deviceId);
    if (facts === undefined) throw new RangeError(`no facts of ${reward.deviceId}`);
    checkDevice(economy, reward, facts, inspector);
  }
  checkParts(economy, result, inspector);
};
