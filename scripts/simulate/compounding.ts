/** Earnings staked again, once a day, for those who asked for it. */
import { earned, stakeOf } from '../../shared/domain/ledger/account.ts';
import { payoutTransfer } from '../../shared/domain/ledger/reward-transfers.ts';
import { stakeTransfer } from '../../shared/domain/ledger/stake-transfers.ts';
import { compound } from '../../shared/domain/staking/support.ts';
import { dayHours, type Hour } from './calendar.ts';
import type { Device } from './device.ts';
import { type Economy, nextMove, postAll } from './economy.ts';
import type { Account } from './operator.ts';

const stakeAgain = (economy: Economy, account: Account, device: Device): void => {
  const { ledger, parameters, trace } = economy;
  const holderId = account.id;
  const [deviceId, required] = [device.id, device.required];
  const held = (): bigint =>
    ledger.balanceOf(earned('confirmed', deviceId, holderId)) + ledger.balanceOf(stakeOf(deviceId, holderId));
  const claimable = ledger.balanceOf(earned('confirmed', deviceId, holderId));
  if (claimable === 0n) return;
  const { position, staked } = compound(device.position, { holderId, claimable, required }, parameters);
  if (staked === 0n) return;
  const before = held();
  device.position = position;
  const stakeId = nextMove(economy, device);
  postAll(economy, [
    payoutTransfer({ payoutId: stakeId, deviceId, holderId, amount: staked }),
    stakeTransfer({ stakeId, deviceId, holderId, amount: staked }),
  ]);
  trace.compounded.push({ deviceId, holderId, before, after: held() });
};

/** At the first hour of a day. */
export const compoundAll = (economy: Economy, hour: Hour): void => {
  if (hour.number % dayHours !== 0) return;
  for (const device of economy.active) if (device.owner.compounds) stakeAgain(economy, device.owner, device);
  for (const { accounts } of economy.cast.supporters)
    for (const account of accounts)
      if (account.compounds) for (const device of account.supporting) stakeAgain(economy, account, device);
};
