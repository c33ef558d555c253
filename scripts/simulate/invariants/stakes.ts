/** Invariants 13, 18 and 19: cooldowns that never move, stakes within their bounds, and compounding that loses nothing. */
import { countedStake, supportersStake, withdrawCooled } from '../../../shared/domain/staking/position.ts';
import { stakeCapacity } from '../../../shared/domain/staking/required.ts';
import { hourOf } from '../calendar.ts';
import type { Device } from '../device.ts';
import type { Economy } from '../economy.ts';
import type { Inspector } from './inspector.ts';

const checkBounds = ({ parameters }: Economy, device: Device, inspector: Inspector): void => {
  const { id, position, required, slashes } = device;
  const [owner, supporters, total] = [position.owner, supportersStake(position), countedStake(position)];
  const capacity = stakeCapacity(required, parameters);
  // A slash takes the owner's stake first, and a won appeal puts back what may have been topped up meanwhile.
  const wasSlashed = slashes.length > 0;
  inspector.require(18, wasSlashed || supporters <= owner, id, 'supporters have more than half', () => ({
    owner,
    supporters,
  }));
  inspector.require(18, wasSlashed || total <= capacity, id, 'more is staked than may be', () => ({ total, capacity }));
};

/** Entries of one hour by device and id, with the end of their cooldown. */
type Cooldowns = Map<string, { readonly deviceId: string; readonly freeAt: number }>;

const cooldownsOf = (economy: Economy, known: Cooldowns, inspector: Inspector): Cooldowns => {
  const now = hourOf(economy.hour - 1, economy.parameters).startsAt;
  const cooldowns: Cooldowns = new Map();
  for (const { id, position } of economy.devices) {
    for (const entry of position.cooling) {
      const key = `${id} ${entry.id}`;
      const before = known.get(key)?.freeAt ?? entry.freeAt;
      inspector.require(13, before === entry.freeAt, id, `the end of ${entry.id} moved`, () => ({
        before: BigInt(before),
        now: BigInt(entry.freeAt),
      }));
      cooldowns.set(key, { deviceId: id, freeAt: entry.freeAt });
      if (entry.freeAt <= now) continue;
      const early = withdrawCooled(position, entry.id, entry.freeAt - 1);
      const isRefused = early.kind === 'refused' && early.refusal.code === 'STILL_COOLING';
      inspector.require(13, isRefused, id, `${entry.id} could be withdrawn early`);
    }
  }
  return cooldowns;
};

const checkGone = (economy: Economy, known: Cooldowns, cooldowns: Cooldowns, inspector: Inspector): void => {
  const now = hourOf(economy.hour - 1, economy.parameters).startsAt;
  const slashed = new Set(economy.trace.slashed.map(({ slash }) => slash.deviceId));
  for (const [key, { deviceId, freeAt }] of known) {
    const isGone = !cooldowns.has(key);
    inspector.require(13, !isGone || freeAt <= now || slashed.has(deviceId), deviceId, `${key} ended early`, () => ({
      freeAt: BigInt(freeAt),
      now: BigInt(now),
    }));
  }
};

export const createStakeChecks = (): ((economy: Economy, inspector: Inspector) => void) => {
  let known: Cooldowns = new Map();
  return (economy, inspector) => {
    for (const device of economy.devices) checkBounds(economy, device, inspector);
    const cooldowns = cooldownsOf(economy, known, inspector);
    checkGone(economy, known, cooldowns, inspector);
    known = cooldowns;
    for (const { deviceId, holderId, before, after } of economy.trace.compounded)
      inspector.require(19, before === after, deviceId, `compounding changed what ${holderId} has`, () => ({
        before,
        after,
      }));
  };
};
