/**
 * The proofs of an hour: who is asked at the network's moments, who passes, and what a row of failures comes to. That a
 * proof shows what it shows is the attack bench's matter; here its measured outcomes are drawn.
 */

import { hourMinutes } from '../../shared/domain/presence/minutes.ts';
import { type Enforcement, enforcementFor, type RecentProof } from '../../shared/domain/proof/enforcement.ts';
import { failuresForOffence } from '../../shared/domain/slashing/thresholds.ts';
import { passesIn } from './better-name.ts';
import { dayHours, type Hour } from './calendar.ts';
import { charge } from './court.ts';
import type { Device } from './device.ts';
import type { Economy } from './economy.ts';
import { failedPerMillionProofs } from './habits.ts';

/** A device under review is asked twice as often. */
const underReviewTimes = 2;

const passesOne = ({ random }: Economy, hour: Hour, device: Device, nth: number): boolean => {
  const { name, operator } = device.machine;
  if (name !== null) return passesIn(name, hour.number);
  const when = hour.number * hourMinutes + nth;
  return !random.happens(failedPerMillionProofs(operator.way), 'proof', device.stream, when);
};

/** The minutes in which the whole network is asked. */
const momentsOf = ({ random, parameters }: Economy, hour: Hour): bigint[] =>
  Array.from({ length: parameters.proofsPerHour * underReviewTimes }, (_, nth) => {
    const minute = random.below(hourMinutes, 'proof', nth, hour.number);
    return 1n << BigInt(minute);
  });

/** Asks and judges one device. @returns verdicts in order; a hired device is asked for none */
const prove = (economy: Economy, hour: Hour, device: Device, moments: readonly bigint[]): boolean[] => {
  const due = economy.parameters.proofsPerHour * (device.reviewedSince === null ? 1 : underReviewTimes);
  const isHired = device.rental !== null;
  const asked = moments.slice(0, due).filter((moment) => (device.machine.present & moment) !== 0n);
  const verdicts = isHired ? [] : asked.map((_, nth) => passesOne(economy, hour, device, nth));
  const passed = verdicts.filter((verdict) => verdict).length;
  device.proofs = { asked: verdicts.length, passed, exempt: isHired ? due : 0 };
  return verdicts;
};

const wasTrusted = ({ passedAt }: Device, hour: Hour): boolean => passedAt >= 0 && passedAt >= hour.number - dayHours;

/** Whether failures of a class may count in the hour; each class is asked about once. */
const createJudge = (recent: readonly RecentProof[]) => {
  const judged = new Map<string, Enforcement>();
  return (className: string): Enforcement => {
    const known = judged.get(className) ?? enforcementFor(recent, className);
    judged.set(className, known);
    return known;
  };
};

const takeVerdicts = (economy: Economy, hour: Hour, device: Device, verdicts: readonly boolean[]): void => {
  for (const passed of verdicts) {
    device.failedInRow = passed ? 0 : device.failedInRow + 1;
    if (device.failedInRow !== failuresForOffence) continue;
    // Who never passed never earned: there is nothing that it took.
    if (device.hasPassed)
      charge(economy, hour, {
        device,
        offence: 'O3',
        offenceHour: hour.number,
        isGuilty: true,
        renter: null,
        isReportable: false,
      });
    device.failedInRow = 0;
  }
  if (!verdicts.includes(true)) {
    if (verdicts.length > 0) device.failedHours += 1;
    return;
  }
  device.failedHours = 0;
  device.hasPassed = true;
  device.passedAt = hour.number;
};

/** Everybody's proofs; `machine.present` must be of this hour. */
export const proveAll = (economy: Economy, hour: Hour): void => {
  const moments = momentsOf(economy, hour);
  const all = economy.active.map((device) => ({ device, verdicts: prove(economy, hour, device, moments) }));
  const recent = all.flatMap(({ device, verdicts }): RecentProof[] =>
    verdicts.length === 0
      ? []
      : [
          {
            deviceId: device.id,
            className: device.className,
            passed: verdicts.at(-1) === true,
            wasTrusted: wasTrusted(device, hour),
          },
        ],
  );
  const judge = createJudge(recent);
  for (const { device, verdicts } of all) {
    const failed = verdicts.filter((passed) => !passed).length;
    const isExcused = failed > 0 && wasTrusted(device, hour) && judge(device.className).kind === 'suspended';
    if (isExcused) {
      device.proofs.asked -= failed;
      device.proofs.exempt += failed;
    }
    takeVerdicts(economy, hour, device, isExcused ? verdicts.filter((passed) => passed) : verdicts);
  }
};
