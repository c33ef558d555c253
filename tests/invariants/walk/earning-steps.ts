/** The steps of earning and spending: hours that close, what is confirmed and paid out, play coins, and jobs. */
import { earned, wallet } from '../../../shared/domain/ledger/account.ts';
import { jobPay, jobPrice } from '../../../shared/domain/ledger/job-fees.ts';
import { jobHoldTransfer, jobPayTransfers } from '../../../shared/domain/ledger/job-transfers.ts';
import {
  confirmTransfer,
  grantTransfer,
  payoutTransfer,
  rewardTransfers,
} from '../../../shared/domain/ledger/reward-transfers.ts';
import { carryOf, distributeHour, type HourDevice } from '../../../shared/domain/rewards/distribute.ts';
import { type RewardSplit, splitReward } from '../../../shared/domain/staking/offers.ts';
import { countedStake } from '../../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import { accountIds, balanceOf, type DeviceId, deviceIds, posted, required, type WalkState } from './state.ts';
import { pick, type Step } from './step.ts';

/** Both devices are in one pool; each misses its minutes now and then. */
const hourDevice = (state: WalkState, deviceId: DeviceId, minutes: number): HourDevice => ({
  deviceId,
  className: deviceId === 'd1' ? 'h100' : 'l40s',
  facts: {
    count: 1,
    connectivityTier: 1,
    tier: 'bronze',
    verifiedHours: 100,
    continuousUptimeMinutes: 300,
    minutes,
    proofsPassed: 3,
    proofsAsked: 4,
    isExempt: false,
    staked: countedStake(state.positions[deviceId]),
    ownerStaked: state.positions[deviceId].owner,
    required,
  },
});

export const closeHour = (state: WalkState, { units, dial }: Step): WalkState => {
  const emission = inBaseUnits(units * 7n);
  const result = distributeHour(
    {
      epoch: state.turn,
      emission,
      carriedIn: state.carry,
      devices: [hourDevice(state, 'd1', 43 + (dial % 18)), hourDevice(state, 'd2', 43 + (dial % 17))],
    },
    state.parameters,
  );
  const splits = new Map(
    result.rewards.map(({ deviceId, reward }): [string, RewardSplit & { ownerId: string }] => {
      const position = state.positions[deviceId as DeviceId];
      return [deviceId, { ownerId: position.ownerId, ...splitReward(reward, (dial * 8) % 8_001, position) }];
    }),
  );
  const transfers = rewardTransfers(result, (deviceId) => {
    const split = splits.get(deviceId);
    if (split === undefined) throw new Error(`no split for ${deviceId}`);
    return split;
  });
  const reference = `hour-${state.turn}`;
  const waiting = [...splits].flatMap(([deviceId, { ownerId, owner, supporters }]) =>
    [{ holderId: ownerId, amount: owner }, ...supporters]
      .filter(({ amount }) => amount > 0n)
      .map((part) => ({ ...part, deviceId: deviceId as DeviceId, reference })),
  );
  const closed = posted(
    {
      ...state,
      waiting: [...state.waiting, ...waiting],
      carry: carryOf(result),
      minted: state.minted + emission,
    },
    transfers,
  );
  return dial % 3 === 0 ? closed : confirm(closed);
};

/** Confirms everything that waits. */
export const confirm = (state: WalkState): WalkState =>
  posted({ ...state, waiting: [] }, state.waiting.map(confirmTransfer));

/** Pays every holder on both devices what is confirmed. */
export const payOut = (state: WalkState): WalkState =>
  posted(
    state,
    deviceIds.flatMap((deviceId) =>
      accountIds
        .map((holderId) => ({ holderId, amount: balanceOf(state, earned('confirmed', deviceId, holderId)) }))
        .filter(({ amount }) => amount > 0n)
        .map((due) => payoutTransfer({ payoutId: String(state.turn), deviceId, ...due })),
    ),
  );

export const grant = (state: WalkState, { who, units }: Step): WalkState =>
  posted({ ...state, granted: state.granted + units }, [
    grantTransfer({ grantId: `new-${state.turn}`, accountId: who, amount: units }),
  ]);

/** Prices reach from nothing to where each side's fee is several units. */
export const startJob = (state: WalkState, { deviceId, who, units, dial }: Step): WalkState => {
  const { ownerId } = state.positions[deviceId];
  const mostPrice = inBaseUnits(units * BigInt(1 + (dial % 9)));
  if (balanceOf(state, wallet(who)) < jobPay(mostPrice, 'IO', state.parameters).renterPays) return state;
  const job = { jobId: `job-${state.turn}`, renterId: who, deviceId, ownerId, mostPrice };
  return posted({ ...state, jobs: [...state.jobs, job] }, [jobHoldTransfer(job, state.parameters)]);
};

/** Ends one of the jobs that run, after an hour and a half at most; from an hour on it costs all that was held. */
export const endJob = (state: WalkState, { dial }: Step): WalkState => {
  const job = pick(state.jobs, dial);
  if (job === undefined) return state;
  const asked = jobPrice(
    job.mostPrice,
    dial % 91,
    pick(['completion', 'renter', 'supplier'] as const, dial) ?? 'renter',
  );
  const price = asked > job.mostPrice ? job.mostPrice : asked;
  const { supplier, burn } = jobPay(price, 'IO', state.parameters);
  const { deviceId, ownerId, jobId } = job;
  const paid = supplier > 0n ? [{ deviceId, holderId: ownerId, reference: jobId, amount: supplier }] : [];
  return posted(
    {
      ...state,
      jobs: state.jobs.filter((other) => other !== job),
      waiting: [...state.waiting, ...paid],
      burned: state.burned + burn,
    },
    jobPayTransfers({ ...job, price }, state.parameters),
  );
};
