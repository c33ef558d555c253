/**
 * The end of an hour in coins: score and divide, pay out what was confirmed before, pay rewards as estimates, and confirm
 * those that are past correction. In the order of the network service.
 */
import { earned, poolCarry } from '../../shared/domain/ledger/account.ts';
import { confirmTransfer, payoutTransfer, rewardTransfers } from '../../shared/domain/ledger/reward-transfers.ts';
import { noMinutes } from '../../shared/domain/presence/minutes.ts';
import { distributeHour, type HourDevice, type PoolCarry } from '../../shared/domain/rewards/distribute.ts';
import { hourEmission } from '../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../shared/domain/rewards/emission-calendar.ts';
import { isVerifiedHour } from '../../shared/domain/rewards/verified-hour.ts';
import { splitReward } from '../../shared/domain/staking/offers.ts';
import { payoutEveryHoursFor } from '../../shared/domain/tiers/tier.ts';
import type { BaseUnits } from '../../shared/units/money.ts';
import type { Hour } from './calendar.ts';
import { closeFacts, type Device } from './device.ts';
import { type Economy, estimatesOf, postAll } from './economy.ts';
import { correctionHours } from './habits.ts';

/** What the rules mint in an hour of the economy. */
export const emissionOf = ({ parameters }: Pick<Economy, 'parameters'>, hour: Pick<Hour, 'number'>): BaseUnits => {
  const { month, hourOfMonth, hoursInMonth } = emissionHourAt(parameters.calendar, hour.number);
  return hourEmission(month, hourOfMonth, hoursInMonth);
};

const carriedIn = ({ ledger }: Economy): PoolCarry => ({
  enterprise: ledger.balanceOf(poolCarry('enterprise')),
  community: ledger.balanceOf(poolCarry('community')),
});

const deviceOf = ({ deviceById }: Economy, deviceId: string): Device => {
  const device = deviceById.get(deviceId);
  if (device === undefined) throw new RangeError(`no device ${deviceId}`);
  return device;
};

/** Pays confirmed earnings out, to everybody whose time it is. */
const payOut = (economy: Economy, hour: Hour): void => {
  const { ledger, parameters } = economy;
  for (const device of economy.devices) {
    if ((hour.epoch + 1) % payoutEveryHoursFor(device.tier, parameters) !== 0) continue;
    for (const holderId of device.earners) {
      const amount = ledger.balanceOf(earned('confirmed', device.id, holderId));
      if (amount === 0n) continue;
      ledger.post(payoutTransfer({ payoutId: String(hour.epoch), deviceId: device.id, holderId, amount }));
    }
  }
};

const keepEarning = (economy: Economy, hour: Hour, device: Device, holderId: string, amount: BaseUnits): void => {
  if (amount === 0n) return;
  estimatesOf(economy, hour.number).push({ device, holderId, amount });
  device.earners.add(holderId);
  const account = economy.accounts.get(holderId);
  if (account === undefined) throw new RangeError(`no account ${holderId}`);
  account.rewards += amount;
  account.operator.tally.rewards += amount;
};

/** Confirms what can no longer be corrected. */
const confirm = (economy: Economy, hour: Hour): void => {
  const due = hour.number - correctionHours;
  const reference = String(hour.epoch - correctionHours);
  for (const { device, holderId, amount } of economy.estimates.get(due) ?? [])
    if (amount > 0n) economy.ledger.post(confirmTransfer({ deviceId: device.id, holderId, reference, amount }));
  economy.estimates.delete(due);
};

/** Devices that the network saw in the hour; all were registered before it began. */
const seen = ({ active }: Economy): Device[] => active.filter(({ machine }) => machine.present !== noMinutes);

export const close = (economy: Economy, hour: Hour): void => {
  const { parameters, trace } = economy;
  const devices = seen(economy).map(
    (device): HourDevice => ({ deviceId: device.id, className: device.className, facts: closeFacts(device) }),
  );
  const result = distributeHour(
    { epoch: hour.epoch, emission: emissionOf(economy, hour), carriedIn: carriedIn(economy), devices },
    parameters,
  );
  payOut(economy, hour);
  const transfers = rewardTransfers(result, (deviceId, reward) => {
    const device = deviceOf(economy, deviceId);
    const split = { ownerId: device.owner.id, ...splitReward(reward, device.shareBps, device.position) };
    trace.splits.push({ deviceId, reward, ...split });
    keepEarning(economy, hour, device, device.owner.id, split.owner);
    for (const { holderId, amount } of split.supporters) keepEarning(economy, hour, device, holderId, amount);
    device.machine.gross += reward;
    return split;
  });
  postAll(economy, transfers);
  confirm(economy, hour);
  for (const { deviceId, facts } of devices) {
    if (isVerifiedHour(facts, parameters)) deviceOf(economy, deviceId).verifiedHours += 1;
  }
  trace.result = result;
  trace.devices = devices;
  trace.rewards = transfers;
};
