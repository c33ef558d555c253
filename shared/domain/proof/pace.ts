/**
 * How fast a model should fill and walk, and from that how hard a proof is and how long it may take. Pure. Bootstrapped
 * from the maker's data sheet; as soon as enough independent devices of the model were clocked, from them.
 */
import type { GpuModel } from '../hardware/catalogue.ts';
import { type Difficulty, layoutFor, provenBytes } from './difficulty.ts';
import { itemBytes } from './item.ts';

export interface Pace {
  /** Bytes a millisecond of dependent random 128-byte reads. */
  readonly walkBytesPerMs: number;
  /** ChaCha8 block functions a millisecond. */
  readonly fillBlocksPerMs: number;
  readonly source: 'catalogue' | 'fleet';
}

export interface ProofTask {
  readonly difficulty: Omit<Difficulty, 'seed'>;
  readonly fillDeadlineMs: number;
  readonly walkDeadlineMs: number;
  /** Times below which the claimed model cannot have done it; 0 where nobody can say. */
  readonly fillFloorMs: number;
  readonly walkFloorMs: number;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** A card of no listed model: slower than any of them. */
const unlistedGBPerS = 100;
const unlistedInt32Gops = 1_000;

/** Half of the data sheet's bandwidth at random reads: TLB misses grow with the memory that is covered. */
const randomShare = 0.5;
/** Integer arithmetic in a chain of dependent rotations; half of the peak is what the kernels reach. */
const integerShare = 0.5;
/** Additions, xors and rotations of one ChaCha8 block function, a rotation counted as one. */
export const blockOperations = 4 * 8 * 12 + 16;

export const paceOfModel = (model: Pick<GpuModel, 'bandwidthGBPerS' | 'int32Gops' | 'fp32Gflops'> | null): Pace => {
  const int32Gops = model?.int32Gops ?? (model?.fp32Gflops == null ? unlistedInt32Gops : model.fp32Gflops / 4);
  return {
    walkBytesPerMs: (model?.bandwidthGBPerS ?? unlistedGBPerS) * 1e6 * randomShare,
    fillBlocksPerMs: (int32Gops * 1e6 * integerShare) / blockOperations,
    source: 'catalogue',
  };
};

/** Deadline over expected time: for a model nobody has clocked yet, and for one with a fleet. */
const bootstrapSlack = 1.5;
const fleetSlack = 1.25;
/** Of the way there and back; more would be room to cheat in. */
const mostRoundTripMs = 300;
/**
 * A first compilation, or another program's last dispatch; only the fill may need it. Shorter than a walk and half a
 * fill, so that no card at its expected pace does two accounts' proofs one after the other.
 */
const fillAllowanceMs = 3_000;
const walkTargetMs = 2_000;
/** Per half of an item, an item being twice as many permutations: what a verifier pays for, and a fast card many times. */
const leastRounds = 256;
const mostRounds = 1_024;
/** A fill shorter than this could be done twice within its own slack. */
const fillTargetMs = 3_000;
const leastSteps = 64;
const mostLanes = 2 ** 30;
/** No memory is read faster than its data sheet says; a tenth for boosted boards. */
const plausibleShare = 1.1;
/**
 * Of the data sheet's integer rate. A compiler puts additions on the fp32 units as well: an H200 does 1.03 of it in the
 * fill and 1.32 in the arithmetic benchmark (docs/benchmarks.md).
 */
const plausibleIntegerShare = 1.6;

/** What is asked of the claimed memory: what the owner offers, within these shares of it. */
const leastCover = 0.75;
const mostCover = 0.92;
const usualCover = 0.8;
/** A unified memory is the owner's working memory too. */
const unifiedCover = 0.25;

/** Shards that every card can bind, large enough that a walk of a few dozen steps reads each. */
const shardFor = (coverBytes: number): number => (coverBytes > 32 * gibibyte ? gibibyte : gibibyte / 2);

/** @param offeredBytes null: the network chooses */
export const coverFor = (vramBytes: number, offeredBytes: number | null, isUnified: boolean): number => {
  if (isUnified) return Math.floor(vramBytes * unifiedCover);
  const wanted = offeredBytes ?? vramBytes * usualCover;
  return Math.floor(Math.min(vramBytes * mostCover, Math.max(vramBytes * leastCover, wanted)));
};

/** @returns null for a claim below 1 GiB: too little to be a card's */
export const cardTask = (
  card: { readonly model: GpuModel | null; readonly vramBytes: number; readonly offeredBytes: number | null },
  fleet: Pace | null,
): ProofTask | null => {
  if (card.vramBytes < gibibyte) return null;
  const sheet = paceOfModel(card.model);
  const coverBytes = coverFor(card.vramBytes, card.offeredBytes, card.model?.kind === 'unified');
  const maxShardBytes = shardFor(coverBytes);
  // Every shard is read equally often: what is read, and until when, follows from the steps that come of it.
  const layout = layoutFor({ coverBytes, maxShardBytes, steps: leastSteps });
  const { steps } = layout;
  const lanes = Math.min(mostLanes, Math.ceil((sheet.walkBytesPerMs * walkTargetMs) / (steps * itemBytes)));
  const readBytes = lanes * steps * itemBytes;
  const items = provenBytes(layout) / itemBytes;
  const wantedRounds = Math.ceil((sheet.fillBlocksPerMs * fillTargetMs) / (2 * items));
  const rounds = Math.min(mostRounds, Math.max(leastRounds, wantedRounds));
  const blocks = items * 2 * rounds;
  const pace = fleet ?? sheet;
  const slack = fleet === null ? bootstrapSlack : fleetSlack;
  return {
    difficulty: {
      target: 'gpu',
      coverBytes,
      maxShardBytes,
      rounds,
      lanes,
      steps,
      expectedShares: 1_024,
    },
    fillDeadlineMs: Math.ceil((slack * blocks) / pace.fillBlocksPerMs + fillAllowanceMs),
    walkDeadlineMs: Math.ceil((slack * readBytes) / pace.walkBytesPerMs + mostRoundTripMs),
    // Where the data sheet gives no figure nobody can say what is too fast.
    fillFloorMs:
      card.model?.int32Gops == null ? 0 : (blocks / sheet.fillBlocksPerMs) * (integerShare / plausibleIntegerShare),
    walkFloorMs:
      card.model?.bandwidthGBPerS == null ? 0 : (readBytes / sheet.walkBytesPerMs) * (randomShare / plausibleShare),
  };
};

/**
 * Two seconds of two cores, so that an owner's PC hardly notices. A claim of no memory earns little and is cheap to
 * prove.
 */
export const softwareTask: ProofTask = {
  difficulty: {
    target: 'gpu',
    coverBytes: 32 * mebibyte,
    maxShardBytes: 16 * mebibyte,
    rounds: 8,
    lanes: 8_192,
    steps: 64,
    expectedShares: 256,
  },
  fillDeadlineMs: 20_000,
  walkDeadlineMs: 10_000,
  fillFloorMs: 0,
  walkFloorMs: 0,
};

export const processorTask: ProofTask = {
  ...softwareTask,
  difficulty: { ...softwareTask.difficulty, target: 'cpu' },
};

/** Independent devices, each of an owner of its own, before the fleet's own pace is trusted. */
export const fleetDevicesNeeded = 20;

/** The value below which a tenth lies: what the slow ones of an honest fleet do. */
const slowTenth = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 10)] as number;
};

/**
 * The pace of a fleet.
 *
 * @param devices one entry an owner: medians of passed proofs, none of them under review
 * @returns null below 20 of them; never slower than the data sheet's, so that no crowd of cheats can loosen a deadline
 */
export const paceOfFleet = (
  devices: readonly { readonly walkBytesPerMs: number; readonly fillBlocksPerMs: number }[],
  sheet: Pace,
): Pace | null =>
  devices.length < fleetDevicesNeeded
    ? null
    : {
        walkBytesPerMs: Math.max(
          sheet.walkBytesPerMs * (fleetSlack / bootstrapSlack),
          slowTenth(devices.map((device) => device.walkBytesPerMs)),
        ),
        fillBlocksPerMs: Math.max(
          sheet.fillBlocksPerMs * (fleetSlack / bootstrapSlack),
          slowTenth(devices.map((device) => device.fillBlocksPerMs)),
        ),
        source: 'fleet',
      };
