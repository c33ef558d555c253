/**
 * The real network service on a folder of its own, for the bench: devices join it over its port and are challenged. Its
 * clock is moved by the processor time that a prover used, so that deadlines are real and other work on the machine
 * makes nobody late. It judges nothing.
 */
import { proofTasksFor } from '../../network/service/proofs/tasks.ts';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { Challenge, ProofSpec } from '../../shared/contract/network/proofs.ts';
import type { ProofTask } from '../../shared/domain/proof/pace.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { cpuClaim, createPlayDevice, type PlayDevice, type PlaySession } from '../../tests/network/play-device.ts';
import type { Answer } from '../../tests/network/play-key.ts';
import { startPlayNetwork } from '../../tests/network/play-network.ts';
import { medianOf } from '../bench/figure.ts';
import { timed } from './processor-time.ts';

const mebibyte = 2 ** 20;
/** The shortest hour with room for four proofs. */
const hourMs = 600_000;
/** Deadline over honest time, as for a model that nobody has clocked yet (shared/domain/proof/pace.ts). */
export const slack = 1.5;
const calibrations = 3;

/** A tenth of a second on one core, with as many reads of a lane and as many shares as a card's proof. */
const difficulty: ProofTask['difficulty'] = {
  target: 'cpu',
  coverBytes: mebibyte,
  maxShardBytes: mebibyte,
  rounds: 64,
  lanes: 8_192,
  steps: 64,
  expectedShares: 1_024,
};

/** Processor time of the two stages. */
export interface ProofTimes {
  readonly fillMs: number;
  readonly walkMs: number;
}

/** Where time is not the point. */
export const unhurried: ProofTimes = { fillMs: 60_000, walkMs: 60_000 };
/** Where the walk's time is the point. */
export const onWalkAlone = ({ walkMs }: ProofTimes): ProofTimes => ({ ...unhurried, walkMs });

interface Joined {
  readonly device: PlayDevice;
  readonly deviceId: string;
  readonly session: PlaySession;
}

/** A device that was asked for a proof and has not answered yet. */
export interface Asked extends Joined {
  readonly challenge: Challenge;
  /** Of the challenge's first part. */
  readonly spec: ProofSpec;
}

export interface BenchNetwork {
  /**
   * Medians of an honest prover, here and now.
   *
   * @param lanes of its walk; more of them even out what a shared machine does
   */
  calibrate(lanes?: number): Promise<ProofTimes>;
  /**
   * A device that is new to the network and is asked at once.
   *
   * @param honest what its deadlines are set from; null: task and deadlines are the claim's own
   */
  ask(honest: ProofTimes | null, claim?: HardwareClaim): Promise<Asked>;
  /** Two such devices, of two accounts, asked at one instant. */
  askTwo(honest: ProofTimes, lanes: number): Promise<[Asked, Asked]>;
  /** The same device's next challenge, some of the network's hours later. */
  askAgain(before: Asked): Promise<Asked>;
  /** A new device that is registered and never connects, so that nobody asks it for proofs. */
  enroll(): Promise<PlayDevice>;
  /** A new device says what it is. */
  register(claim: HardwareClaim): Promise<Answer>;
  /** Lets the network's clock run. @param ms rounded to a whole one */
  advance(ms: number): void;
  /** Lets the network do what is due. */
  pass(): Promise<void>;
  /** @returns null while nothing was decided */
  verdictOf(challengeId: string): Promise<string | null>;
  close(): Promise<void>;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The reference prover, which lets others work between its pieces. */
export const createHonestProver = (spec: ProofSpec) => createCpuProver(spec, turn);

const taskFor = (honest: ProofTimes, lanes = difficulty.lanes): ProofTask => ({
  difficulty: { ...difficulty, lanes },
  fillDeadlineMs: Math.ceil(honest.fillMs * slack),
  walkDeadlineMs: Math.ceil(honest.walkMs * slack),
  fillFloorMs: 0,
  walkFloorMs: 0,
});

export const openBenchNetwork = async (): Promise<BenchNetwork> => {
  let task: ProofTask | null = null;
  const network = await startPlayNetwork({
    hourMs,
    tasksFor: (claim) => (task === null ? proofTasksFor(claim, () => null) : [task]),
  });
  const { clock } = network;

  const join = async (claim: HardwareClaim): Promise<Joined> => {
    const device = createPlayDevice(network.running.url, clock.now);
    const { id: deviceId } = await device.register(claim);
    const session = await device.openSession(deviceId);
    await session.beat();
    return { device, deviceId, session };
  };

  const hear = async (joined: Joined): Promise<Asked> => {
    const { challenge } = await joined.session.next('challenge');
    const [part] = challenge.parts;
    if (part === undefined) throw new Error('a challenge without a part');
    return { ...joined, challenge, spec: part.spec };
  };

  const ask: BenchNetwork['ask'] = async (honest, claim = cpuClaim) => {
    task = honest && taskFor(honest);
    const joined = await join(claim);
    await network.running.pass();
    return hear(joined);
  };

  const isAsked = async (deviceId: string): Promise<boolean> => {
    const { db } = network.running.network;
    const open = await db
      .selectFrom('challenges')
      .select('id')
      .where('deviceId', '=', deviceId)
      .where('state', '=', 'sent')
      .execute();
    return open.length > 0;
  };

  return {
    ask,
    calibrate: async (lanes = difficulty.lanes) => {
      const { spec: usual, session } = await ask(unhurried);
      session.close();
      const spec = { ...usual, lanes };
      const fills: number[] = [];
      const walks: number[] = [];
      for (let run = 0; run <= calibrations; run += 1) {
        const prover = createHonestProver(spec);
        const fill = await timed(() => prover.fill());
        const walk = await timed(() => prover.walk('0f'.repeat(16)));
        // The first is compiled while it runs.
        if (run === 0) continue;
        fills.push(fill.ms);
        walks.push(walk.ms);
      }
      return { fillMs: medianOf(fills), walkMs: medianOf(walks) };
    },
    askTwo: async (honest, lanes) => {
      task = taskFor(honest, lanes);
      const both = [await join(cpuClaim), await join(cpuClaim)] as const;
      await network.running.pass();
      return [await hear(both[0]), await hear(both[1])];
    },
    askAgain: async (before) => {
      for (let quarters = 0; quarters < 12; quarters += 1) {
        clock.advance(hourMs / 4);
        await network.running.pass();
        if (await isAsked(before.deviceId)) return hear(before);
      }
      throw new Error('the device was not asked again');
    },
    enroll: async () => {
      const device = createPlayDevice(network.running.url, clock.now);
      await device.register(cpuClaim);
      return device;
    },
    register: (claim) => {
      const device = createPlayDevice(network.running.url, clock.now);
      return device.ask('POST', '/v1/devices', { publicKey: device.publicKey, name: 'attack', claim });
    },
    advance: (ms) => clock.advance(Math.round(ms)),
    pass: () => network.running.pass(),
    verdictOf: async (challengeId) => {
      const { db } = network.running.network;
      const row = await db.selectFrom('challenges').select('verdict').where('id', '=', challengeId).executeTakeFirst();
      return row?.verdict?.verdict ?? null;
    },
    close: () => network.close(),
  };
};
