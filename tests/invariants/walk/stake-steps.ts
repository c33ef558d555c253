/** The steps of stake: each asks the rule, and posts what the rule moved. A step that is refused leaves all as it was. */
import { earned, wallet } from '../../../shared/domain/ledger/account.ts';
import type { Transfer } from '../../../shared/domain/ledger/posting.ts';
import { payoutTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import {
  releaseCoolingTransfer,
  stakeTransfer,
  unstakeTransfer,
} from '../../../shared/domain/ledger/stake-transfers.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import {
  type StakeMove,
  type StakePosition,
  stakeCoins,
  unstakeCoins,
  withdrawCooled,
} from '../../../shared/domain/staking/position.ts';
import { compound, endNotices, giveNotice, supportDevice } from '../../../shared/domain/staking/support.ts';
import { balanceOf, deviceIds, posted, required, type WalkState, withPosition } from './state.ts';
import { pick, type Step } from './step.ts';

const settled = (
  state: WalkState,
  move: StakeMove,
  transfers: (position: StakePosition) => readonly Transfer[],
): WalkState => {
  if (move.kind === 'refused') return state;
  return posted(withPosition(state, move.position), transfers(move.position));
};

/** Begins to cool in the ledger whatever begins to cool in the position. */
const newlyCooling = (before: StakePosition, after: StakePosition): Transfer[] => {
  const known = new Set(before.cooling.map(({ id }) => id));
  return after.cooling.filter(({ id }) => !known.has(id)).map((entry) => unstakeTransfer(after.deviceId, entry));
};

export const stake = (state: WalkState, { deviceId, units }: Step): WalkState => {
  const before = state.positions[deviceId];
  const holderId = before.ownerId;
  const asked = { amount: units, wallet: balanceOf(state, wallet(holderId)), required };
  return settled(state, stakeCoins(before, asked, state.parameters), () => [
    stakeTransfer({ stakeId: String(state.turn), deviceId, holderId, amount: units }),
  ]);
};

/** Every third time all of it. */
export const unstake = (state: WalkState, { deviceId, units, dial }: Step): WalkState => {
  const before = state.positions[deviceId];
  const amount = dial % 3 === 0 ? before.owner : units;
  if (amount === 0n) return state;
  const isHired = state.jobs.some((job) => job.deviceId === deviceId);
  const exit = { id: `exit-${state.turn}`, amount, now: state.now, isHired };
  return settled(state, unstakeCoins(before, exit, state.parameters), (after) => newlyCooling(before, after));
};

export const support = (state: WalkState, { deviceId, who, units }: Step): WalkState => {
  const asked = {
    holderId: who,
    amount: units,
    wallet: balanceOf(state, wallet(who)),
    required,
    isRelated: false,
    otherDevices: deviceIds.filter(
      (other) => other !== deviceId && state.positions[other].supporters.some(({ holderId }) => holderId === who),
    ).length,
  };
  return settled(state, supportDevice(state.positions[deviceId], asked, state.parameters), () => [
    stakeTransfer({ stakeId: String(state.turn), deviceId, holderId: who, amount: units }),
  ]);
};

/** Asked by one of the device's supporters, or by somebody who is none. */
export const notice = (state: WalkState, { deviceId, who, dial }: Step): WalkState => {
  const before = state.positions[deviceId];
  const holderId = pick(before.supporters, dial)?.holderId ?? who;
  return settled(state, giveNotice(before, { holderId, now: state.now }, state.parameters), () => []);
};

/** Notices that have ended by now, on both devices. */
const noticesEnd = (state: WalkState): WalkState =>
  deviceIds.reduce((each, deviceId) => {
    const before = each.positions[deviceId];
    const entryId = (holderId: string): string => `notice-${each.turn}-${deviceId}-${holderId}`;
    const after = endNotices(before, each.now, entryId, each.parameters);
    return after.cooling.length === before.cooling.length
      ? each
      : posted(withPosition(each, after), newlyCooling(before, after));
  }, state);

/** Asks for every cooling entry of both devices; what is still cooling is refused. */
const withdraw = (state: WalkState): WalkState =>
  deviceIds
    .flatMap((deviceId) => state.positions[deviceId].cooling.map((entry) => ({ deviceId, entry })))
    .reduce(
      (each, { deviceId, entry }) =>
        settled(each, withdrawCooled(each.positions[deviceId], entry.id, each.now), () => [
          releaseCoolingTransfer(deviceId, entry),
        ]),
      state,
    );

/** Hours go by. Three times of four the network then looks after what has ended; otherwise it is late. */
export const wait = (state: WalkState, { dial }: Step): WalkState => {
  const later = { ...state, now: state.now + networkHoursMs(dial, state.parameters) };
  return dial % 4 === 0 ? later : withdraw(noticesEnd(later));
};

/** Stakes what a holder has earned and is past correction: the owner, or somebody drawn. */
export const compoundEarnings = (state: WalkState, { deviceId, who: drawn, dial }: Step): WalkState => {
  const who = dial % 2 === 0 ? state.positions[deviceId].ownerId : drawn;
  const claimable = balanceOf(state, earned('confirmed', deviceId, who));
  const { position, staked } = compound(
    state.positions[deviceId],
    { holderId: who, claimable, required },
    state.parameters,
  );
  const id = `compound-${state.turn}`;
  return posted(withPosition(state, position), [
    payoutTransfer({ payoutId: id, deviceId, holderId: who, amount: staked }),
    stakeTransfer({ stakeId: id, deviceId, holderId: who, amount: staked }),
  ]);
};
