import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { classNamed } from '../../shared/domain/rewards/classes.ts';
import {
  type DeviceReward,
  distributeHour,
  emptyCarry,
  type HourDevice,
} from '../../shared/domain/rewards/distribute.ts';
import { hourEmission } from '../../shared/domain/rewards/emission.ts';
import { anyHourDevices, anyParameters, runs } from './arbitraries.ts';

const emission = hourEmission(0, 0, 744);

const closed = (devices: readonly HourDevice[], parameters: ParameterRecord): Map<string, DeviceReward> => {
  const { rewards } = distributeHour({ epoch: 1, emission, carriedIn: emptyCarry, devices }, parameters);
  return new Map(rewards.map((reward) => [reward.deviceId, reward]));
};

it('pays nothing below the required stake, without a tier, or below 45 minutes, on any network', () => {
  fc.assert(
    fc.property(anyHourDevices, anyParameters, (devices, parameters) => {
      const rewards = closed(devices, parameters);
      const idle = devices.filter(
        ({ facts }) =>
          facts.staked < facts.required ||
          facts.tier === 'unranked' ||
          facts.connectivityTier === 0 ||
          facts.minutes < 45,
      );
      expect(idle.filter(({ deviceId }) => rewards.get(deviceId)?.reward !== 0n)).toEqual([]);
    }),
    runs,
  );
});

it('pays every device that meets each gate, also just so, and tells no other that it was eligible', () => {
  const meets = ({ className, facts }: HourDevice, { classes, droppedGates, proofsNeeded }: ParameterRecord): boolean =>
    classNamed(className, classes).weightMilli > 0 &&
    facts.minutes >= 45 &&
    (facts.isExempt || (facts.proofsAsked > 0 && facts.proofsPassed >= proofsNeeded)) &&
    facts.staked >= facts.required &&
    facts.ownerStaked * 2n >= facts.required &&
    facts.tier !== 'unranked' &&
    facts.connectivityTier > 0 &&
    (droppedGates.includes('verified_hours') || facts.verifiedHours >= 12) &&
    (droppedGates.includes('uptime') || facts.continuousUptimeMinutes >= 300);
  fc.assert(
    fc.property(anyHourDevices, anyParameters, (devices, parameters) => {
      const rewards = closed(devices, parameters);
      const fit = devices.filter((device) => meets(device, parameters));
      expect(devices.filter(({ deviceId }) => (rewards.get(deviceId)?.reward ?? 0n) > 0n)).toEqual(fit);
      expect(devices.filter(({ deviceId }) => rewards.get(deviceId)?.ineligible === null)).toEqual(fit);
    }),
    runs,
  );
});
