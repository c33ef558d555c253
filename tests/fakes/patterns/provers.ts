/** Who answers proofs in a simulated fleet: honest machines, and each way to cheat as what it does to the figures. */
import type { ProofTelemetry } from '../../../shared/contract/network/proofs.ts';
import { createDesktop, createServer, type Machine } from './machines.ts';
import { createDraw, type Draw } from './seeded-draw.ts';

export const cheatKinds = [
  'shared_gpu',
  'fixed_delay',
  'lane_skipper',
  'cloned_fingerprint',
  'wrong_subgroup',
] as const;
export type CheatKind = (typeof cheatKinds)[number];

export interface SimulatedModel {
  readonly id: string;
  readonly class: string;
  /** It stands in data centres. */
  readonly isServer: boolean;
  readonly subgroupSize: number;
  readonly drivers: readonly string[];
  readonly walkBytesPerMs: number;
  readonly fillBlocksPerMs: number;
  readonly walkMs: number;
  readonly fillMs: number;
}

export interface Question {
  readonly tick: number;
  readonly at: number;
  /** Devices that ask the same GPU at this instant, this one included. */
  readonly together: number;
}

export interface Answer {
  /** By the network's clock. */
  readonly walkMs: number;
  readonly fillMs: number;
  readonly sharesFound: number;
  readonly telemetry: ProofTelemetry;
}

export interface Prover {
  readonly deviceId: string;
  readonly accountId: string;
  readonly kind: 'honest' | CheatKind;
  readonly model: SimulatedModel;
  /** The GPU that does the work: two devices with one collide. */
  readonly machine: string;
  isOn(at: number): boolean;
  answer(question: Question): Answer;
}

export const sharesExpected = 1_024;
const dispatches = 24;
/** Two accounts at one GPU, measured on software drivers: 1.9 for the fill, 1.8 for the walk. */
const collisionSlowdown = 1.8;
/** Of its lanes: most of its proofs still pass. */
const walkedShare = 0.93;

interface Place {
  readonly draw: Draw;
  readonly model: SimulatedModel;
  readonly startsAt: number;
  readonly days: number;
}

const dispatchesOf = (walkMs: number, draw: Draw): number[] =>
  Array.from({ length: dispatches }, () => Math.max(0.01, (walkMs / dispatches) * (1 + 0.02 * draw.normal())));

const adapterHashOf = (model: SimulatedModel, driver: string): string =>
  Buffer.from(`${model.id} ${driver}`).toString('hex').padEnd(64, '0').slice(0, 64);

const telemetryOf = (
  model: SimulatedModel,
  driver: string,
  times: Pick<Answer, 'walkMs' | 'fillMs'>,
  dispatchMs: number[],
): ProofTelemetry => ({
  ...times,
  dispatchMs,
  subgroupSize: model.subgroupSize,
  adapterHash: adapterHashOf(model, driver),
  driver,
  conditions: null,
});

const oneOf = <T>(list: readonly T[], draw: Draw): T => list[draw.whole(list.length)] as T;

/** What a real GPU of the model answers; the rest are changes to it. */
const honestAnswer =
  ({ draw, model }: Place, machine: Machine, driver: string) =>
  (question: Question): Answer => {
    const slowdown = question.together > 1 ? collisionSlowdown * (question.together / 2) ** 0.5 : 1;
    const workedMs = model.walkMs * Math.exp(machine.walkAt(question.at)) * slowdown;
    const times = {
      walkMs: workedMs + machine.roundTripMs(),
      fillMs: model.fillMs * Math.exp(machine.fillAt(question.at)) * slowdown + machine.roundTripMs(),
    };
    return {
      ...times,
      sharesFound: draw.count(sharesExpected),
      telemetry: telemetryOf(model, driver, times, dispatchesOf(workedMs, draw)),
    };
  };

const machineOf = ({ draw, model, startsAt, days }: Place): Machine =>
  model.isServer ? createServer(draw) : createDesktop(draw, startsAt, days);

/** One account, now and then with two devices. */
export const honestAccount = (place: Place, accountId: string): Prover[] =>
  Array.from({ length: place.draw.isHit(0.15) ? 2 : 1 }, (_, index): Prover => {
    const machine = machineOf(place);
    const deviceId = `${accountId}-${index}`;
    return {
      deviceId,
      accountId,
      kind: 'honest',
      model: place.model,
      machine: deviceId,
      isOn: machine.isOn,
      answer: honestAnswer(place, machine, oneOf(place.model.drivers, place.draw)),
    };
  });

/** Two to five accounts, one GPU behind them. */
export const sharedGpu = (place: Place, name: string): Prover[] => {
  const machine = machineOf(place);
  const driver = oneOf(place.model.drivers, place.draw);
  return Array.from({ length: 2 + place.draw.whole(4) }, (_, index) => ({
    deviceId: `${name}-${index}`,
    accountId: `${name}-owner-${index}`,
    kind: 'shared_gpu' as const,
    model: place.model,
    machine: name,
    isOn: () => !place.draw.isHit(0.1),
    answer: honestAnswer(place, machine, driver),
  }));
};

/** A program that knows how long a GPU takes, and waits that long. Every other one makes its dispatches up, too. */
export const fixedDelay = (place: Place, name: string): Prover[] => {
  const { draw, model } = place;
  const machine = machineOf(place);
  const walkMs = model.walkMs * draw.between(0.9, 1.1);
  const fillMs = model.fillMs * draw.between(0.9, 1.1);
  const makesNoise = draw.isHit(0.5);
  const driver = oneOf(model.drivers, draw);
  return [
    {
      deviceId: name,
      accountId: `${name}-owner`,
      kind: 'fixed_delay',
      model,
      machine: name,
      isOn: () => !draw.isHit(0.1),
      answer: () => {
        const times = { walkMs: walkMs + machine.roundTripMs(), fillMs: fillMs + machine.roundTripMs() };
        const dispatchMs = makesNoise
          ? dispatchesOf(walkMs, draw)
          : new Array<number>(dispatches).fill(walkMs / dispatches);
        return {
          ...times,
          sharesFound: draw.count(sharesExpected),
          telemetry: telemetryOf(model, driver, times, dispatchMs),
        };
      },
    },
  ];
};

const changed = (place: Place, name: string, kind: CheatKind, change: (answer: Answer) => Answer): Prover[] =>
  honestAccount(place, name).map((prover) => ({
    ...prover,
    kind,
    answer: (question) => change(prover.answer(question)),
  }));

export const laneSkipper = (place: Place, name: string): Prover[] =>
  changed(place, name, 'lane_skipper', (answer) => ({
    ...answer,
    walkMs: answer.walkMs * walkedShare,
    sharesFound: place.draw.count(sharesExpected * walkedShare),
  }));

/** A layer that renames a device of another maker's. */
export const wrongSubgroup = (place: Place, name: string): Prover[] =>
  changed(place, name, 'wrong_subgroup', (answer) => ({
    ...answer,
    telemetry: { ...answer.telemetry, subgroupSize: 4 },
  }));

/** Accounts with one trajectory and one telemetry between them: each tick's figures, with a little of their own. */
export const clonedFingerprints = (place: Place, name: string): Prover[] => {
  const { draw, model } = place;
  const driver = oneOf(model.drivers, draw);
  const salt = draw.whole(2 ** 30);
  return Array.from({ length: 4 + draw.whole(5) }, (_, index) => {
    const machine = machineOf(place);
    return {
      deviceId: `${name}-${index}`,
      accountId: `${name}-owner-${index}`,
      kind: 'cloned_fingerprint' as const,
      model,
      machine: `${name}-${index}`,
      isOn: machine.isOn,
      answer: ({ tick }) => {
        const common = createDraw(salt + tick);
        const walkMs = model.walkMs * Math.exp(0.03 * common.normal());
        const fillMs = model.fillMs * Math.exp(0.03 * common.normal());
        const times = {
          walkMs: walkMs * Math.exp(0.004 * draw.normal()) + machine.roundTripMs(),
          fillMs: fillMs * Math.exp(0.004 * draw.normal()) + machine.roundTripMs(),
        };
        return {
          ...times,
          sharesFound: draw.count(sharesExpected),
          telemetry: telemetryOf(model, driver, times, dispatchesOf(walkMs, common)),
        };
      },
    };
  });
};
