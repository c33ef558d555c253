/**
 * A network's records of some days, made from a seed: honest machines and, where asked for, cheats among them. The
 * ticks are drawn as the network draws its own: three for each proof of an hour, of which a device is asked at one.
 */
import type { ProofRecord } from '../../../shared/domain/patterns/proof-record.ts';
import {
  type CheatKind,
  cheatKinds,
  clonedFingerprints,
  fixedDelay,
  honestAccount,
  laneSkipper,
  type Prover,
  type SimulatedModel,
  sharedGpu,
  sharesExpected,
  wrongSubgroup,
} from './provers.ts';
import { createDraw, type Draw } from './seeded-draw.ts';

const hourMs = 3_600_000;
const ticksPerProof = 3;
/** A Monday's midnight. */
const startsAt = Date.UTC(2026, 8, 7);
/** Of the ticks: our own server is slow for everybody. */
const hiccups = 0.01;

/** Newest first; most of a fleet has the newest, so that a popular driver is in every simulation. */
const nvidiaDrivers = ['580.95.05', '580.95.05', '580.95.05', '570.169'];

const model = (
  id: string,
  className: string,
  drivers: readonly string[],
  figures: Pick<SimulatedModel, 'walkBytesPerMs' | 'fillBlocksPerMs' | 'walkMs' | 'fillMs'>,
): SimulatedModel => ({ id, class: className, isServer: false, subgroupSize: 32, drivers, ...figures });

const desktopModels: readonly SimulatedModel[] = [
  model('nvidia-rtx-4090', 'rtx-4090', nvidiaDrivers, {
    walkBytesPerMs: 630e6,
    fillBlocksPerMs: 48e6,
    walkMs: 1_600,
    fillMs: 2_300,
  }),
  model('nvidia-rtx-3090', 'rtx-3090', nvidiaDrivers, {
    walkBytesPerMs: 560e6,
    fillBlocksPerMs: 21e6,
    walkMs: 1_650,
    fillMs: 5_300,
  }),
  model('nvidia-rtx-3060', 'rtx-3060', nvidiaDrivers, {
    walkBytesPerMs: 210e6,
    fillBlocksPerMs: 7.5e6,
    walkMs: 1_700,
    fillMs: 4_900,
  }),
  model('apple-m3-max', 'm3-max', ['Metal 4'], {
    walkBytesPerMs: 190e6,
    fillBlocksPerMs: 6e6,
    walkMs: 2_000,
    fillMs: 6_000,
  }),
];

const serverModel: SimulatedModel = {
  ...model('nvidia-l40s', 'l40s', nvidiaDrivers, {
    walkBytesPerMs: 500e6,
    fillBlocksPerMs: 46e6,
    walkMs: 1_700,
    fillMs: 4_400,
  }),
  isServer: true,
};

const cheats: Readonly<Record<CheatKind, typeof honestAccount>> = {
  shared_gpu: sharedGpu,
  fixed_delay: fixedDelay,
  lane_skipper: laneSkipper,
  cloned_fingerprint: clonedFingerprints,
  wrong_subgroup: wrongSubgroup,
};

export interface FleetPlan {
  readonly seed: number;
  readonly days: number;
  readonly honestAccounts: number;
  /** 4 where it is not said. */
  readonly proofsPerHour?: number;
  /** How many of each: machines, programs or groups of clones. */
  readonly cheats?: Partial<Record<CheatKind, number>>;
}

export interface SimulatedFleet {
  /** In the order of time. */
  readonly records: ProofRecord[];
  readonly kindOf: ReadonlyMap<string, Prover['kind']>;
}

const recordOf = (prover: Prover, tick: number, at: number, together: number, hiccup: number): ProofRecord => {
  const { model } = prover;
  const answer = prover.answer({ tick, at, together });
  const walkMs = answer.walkMs * hiccup;
  const fillMs = answer.fillMs * hiccup;
  return {
    deviceId: prover.deviceId,
    accountId: prover.accountId,
    gpu: 0,
    class: model.class,
    model: model.id,
    tick,
    at: Math.round(at + fillMs + walkMs),
    verdict: 'passed',
    fillMs,
    walkMs,
    walkBytesPerMs: (model.walkBytesPerMs * model.walkMs) / walkMs,
    fillBlocksPerMs: (model.fillBlocksPerMs * model.fillMs) / fillMs,
    sharesFound: answer.sharesFound,
    sharesExpected,
    roundTripFloorMs: null,
    roundTripJitterMs: null,
    fillByShard: [],
    telemetry: answer.telemetry,
  };
};

/** Cheats claim desktop models: a server is as even as a fixed delay, and by its times alone the two are one. */
const proversOf = ({ days, honestAccounts, cheats: wanted = {} }: FleetPlan, draw: Draw): Prover[] => {
  const place = (list: readonly SimulatedModel[], index: number) => ({
    draw,
    model: list[index % list.length] as SimulatedModel,
    startsAt,
    days,
  });
  const honest = Array.from({ length: honestAccounts }, (_, index) =>
    honestAccount(place([...desktopModels, serverModel], index), `honest-${index}`),
  );
  const odd = cheatKinds.flatMap((kind) =>
    Array.from({ length: wanted[kind] ?? 0 }, (_, index) =>
      cheats[kind](place(desktopModels, index), `${kind}-${index}`),
    ),
  );
  return [...honest, ...odd].flat();
};

export const simulateFleet = (plan: FleetPlan): SimulatedFleet => {
  const draw = createDraw(plan.seed);
  const proofsPerHour = plan.proofsPerHour ?? 4;
  const provers = proversOf(plan, draw);
  const records: ProofRecord[] = [];
  for (let slot = 0; slot < plan.days * 24 * proofsPerHour; slot += 1) {
    const slotAt = startsAt + (slot * hourMs) / proofsPerHour;
    const ticks = Array.from({ length: ticksPerProof }, () => slotAt + draw.between(0, hourMs / proofsPerHour));
    const asked = Map.groupBy(
      provers.filter((prover) => prover.isOn(slotAt)),
      () => draw.whole(ticksPerProof),
    );
    for (const [place, ofTick] of asked) {
      const machines = Map.groupBy(ofTick, ({ machine }) => machine);
      const hiccup = draw.isHit(hiccups) ? draw.between(1.03, 1.1) : 1;
      for (const prover of ofTick) {
        const together = machines.get(prover.machine)?.length ?? 1;
        records.push(recordOf(prover, slot * ticksPerProof + place, ticks[place] ?? slotAt, together, hiccup));
      }
    }
  }
  return { records, kindOf: new Map(provers.map(({ deviceId, kind }) => [deviceId, kind])) };
};
