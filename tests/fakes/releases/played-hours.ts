/**
 * Hours of a network as its rules would close them, with devices of every kind drawn by a seed: paid and unpaid, hired,
 * supported, slashed, of classes that nobody listed, from countries large and small.
 */
import { deviceStates } from '../../../shared/contract/network/devices.ts';
import { mainnetParameters, type ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { type BuiltRelease, buildRelease } from '../../../shared/domain/releases/build.ts';
import { noMemory } from '../../../shared/domain/releases/country.ts';
import type { ReleaseDevice, ReleaseFacts } from '../../../shared/domain/releases/facts.ts';
import { classNamed } from '../../../shared/domain/rewards/classes.ts';
import { carryOf, distributeHour, emptyCarry } from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';
import { splitReward } from '../../../shared/domain/staking/offers.ts';
import { emptyPosition, type StakePosition } from '../../../shared/domain/staking/position.ts';
import { requiredStake } from '../../../shared/domain/staking/required.ts';
import type { ConnectivityTier } from '../../../shared/domain/tiers/connectivity.ts';
import { type ComplianceLevel, tierFor } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, baseUnitsPerIo, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { createDraw, type Draw } from '../patterns/seeded-draw.ts';

const countries = ['DE', 'DE', 'DE', 'DE', 'DE', 'DE', 'US', 'AT', null] as const;
/** The last is what an owner made up. */
const classes = ['rtx-4090', 'rtx-4090', 'rtx-4090', 'h100', 'rtx-3060', 'a100-80gb', 'l4', 'Jane Doe’s GeForce'];

/** What a device's tier is judged by; it seldom changes. */
interface Standing {
  readonly connectivityTier: ConnectivityTier;
  readonly complianceLevel: ComplianceLevel;
  readonly qualityBps: number;
  readonly uptimeBps: number;
}

interface PlayedDevice {
  readonly deviceId: string;
  readonly ownerTag: string;
  readonly className: string;
  readonly count: number;
  readonly country: string | null;
  readonly position: StakePosition;
  readonly shareBps: number;
  standing: Standing;
}

const hex = (draw: Draw, digits: number): string =>
  Array.from({ length: digits }, () => draw.whole(16).toString(16)).join('');

/** Mostly good enough for Bronze and no more. */
const drawStanding = (draw: Draw): Standing => ({
  connectivityTier: (draw.isHit(0.8) ? 1 : draw.whole(5)) as ConnectivityTier,
  complianceLevel: (draw.isHit(0.8) ? 1 : draw.whole(5)) as ComplianceLevel,
  qualityBps: draw.isHit(0.9) ? 4_000 + draw.whole(6_001) : draw.whole(4_000),
  uptimeBps: 8_900 + draw.whole(1_101),
});

const makeDevice = (draw: Draw, owners: readonly string[]): PlayedDevice => {
  const deviceId = `d${hex(draw, 24)}`;
  const owner = draw.whole(owners.length);
  const className = classes[draw.whole(classes.length)] ?? 'h100';
  const count = 1 + draw.whole(8);
  const required = requiredStake(
    classNamed(className, mainnetParameters.classes).weightMilli,
    count,
    mainnetParameters,
  );
  const ofRequired = (percent: number): BaseUnits => inBaseUnits((required * BigInt(percent)) / 100n);
  const supporters = Array.from({ length: draw.whole(4) }, (_, at) => ({
    holderId: `s${at}`,
    amount: ofRequired(5 + draw.whole(30)),
    leavesAt: draw.isHit(0.2) ? 1 : null,
  }));
  return {
    deviceId,
    ownerTag: owners[owner] ?? '',
    className,
    count,
    country: countries[draw.whole(countries.length)] ?? null,
    position: {
      ...emptyPosition(deviceId, `a${owner}`),
      owner: ofRequired(draw.isHit(0.1) ? 40 : 100 + draw.whole(200)),
      supporters,
    },
    shareBps: draw.whole(8_001),
    standing: drawStanding(draw),
  };
};

const factsOf = ({ position, count, className, standing }: PlayedDevice, draw: Draw): HourFacts => {
  const weight = classNamed(className, mainnetParameters.classes).weightMilli;
  const staked = inBaseUnits(position.owner + position.supporters.reduce((sum, { amount }) => sum + amount, 0n));
  const required = requiredStake(weight, count, mainnetParameters);
  return {
    count,
    connectivityTier: standing.connectivityTier,
    tier: tierFor({ ...standing, staked, required }),
    verifiedHours: draw.whole(300),
    continuousUptimeMinutes: draw.isHit(0.9) ? 6_000 : draw.whole(300),
    minutes: draw.isHit(0.9) ? 50 + draw.whole(11) : draw.whole(61),
    proofsPassed: draw.isHit(0.1) ? draw.whole(3) : 3 + draw.whole(2),
    proofsAsked: 4,
    isExempt: draw.isHit(0.2),
    staked,
    ownerStaked: position.owner,
    required,
  };
};

export interface PlayedHours {
  readonly devices: number;
  readonly hours: number;
  readonly seed: number;
  readonly signers: ReleaseFacts['signers'];
  /** Applied to what a release is built from, such as a second order of devices. */
  readonly change?: (facts: ReleaseFacts) => ReleaseFacts;
}

/** 2026-11-26 10:00 UTC. */
const firstHourAt = 1_795_687_200_000;
const parameters: ParameterRecord = mainnetParameters;

/** Releases one after the other, each going on from the last; made as they are asked for. */
export function* playHours({ devices, hours, seed, signers, change }: PlayedHours): Generator<BuiltRelease> {
  const draw = createDraw(seed);
  const owners = Array.from({ length: Math.max(1, Math.ceil(devices / 3)) }, () => hex(draw, 16));
  const fleet = Array.from({ length: devices }, () => makeDevice(draw, owners));
  let carriedIn = emptyCarry;
  let supply = inBaseUnits(500_000_000n * baseUnitsPerIo);
  let previous: string | null = null;
  let memory = noMemory;
  for (let epoch = 0; epoch < hours; epoch += 1) {
    const { month, hourOfMonth, hoursInMonth } = emissionHourAt(parameters.calendar, epoch);
    for (const device of fleet) if (draw.isHit(0.01)) device.standing = drawStanding(draw);
    const seen = fleet.map((device) => ({ device, facts: factsOf(device, draw) }));
    const result = distributeHour(
      {
        epoch,
        emission: hourEmission(month, hourOfMonth, hoursInMonth),
        carriedIn,
        devices: seen.map(({ device, facts }) => ({ deviceId: device.deviceId, className: device.className, facts })),
      },
      parameters,
    );
    const lines = new Map(result.rewards.map((line) => [line.deviceId, line]));
    const burned = inBaseUnits(BigInt(draw.whole(1_000_000)));
    supply = inBaseUnits(supply + result.emission - burned);
    const told = seen.flatMap(({ device, facts }): ReleaseDevice[] => {
      const line = lines.get(device.deviceId);
      if (line === undefined) return [];
      return [
        {
          line,
          facts,
          complianceLevel: device.standing.complianceLevel,
          qualityBps: device.standing.qualityBps,
          state: facts.isExempt ? 'hired' : (deviceStates[draw.whole(deviceStates.length)] ?? 'ready'),
          split: splitReward(line.reward, device.shareBps, device.position),
          slashed: draw.isHit(0.02) ? inBaseUnits(BigInt(draw.whole(10_000_000))) : noCoins,
          ownerTag: device.ownerTag,
          country: device.country,
        },
      ];
    });
    const startsAt = firstHourAt + epoch * parameters.hourMs;
    const facts: ReleaseFacts = {
      hour: {
        epoch,
        startsAt,
        endsAt: startsAt + parameters.hourMs,
        hourMs: parameters.hourMs,
        isPart: false,
        emissionHour: epoch,
      },
      parameters,
      pools: result.pools,
      devices: told,
      granted: noCoins,
      burned,
      supply,
      corrections: [],
      previous,
      signers,
      countries: memory,
    };
    const built = buildRelease(change?.(facts) ?? facts);
    carriedIn = carryOf(result);
    previous = built.manifestHash;
    memory = built.countries;
    yield built;
  }
}
