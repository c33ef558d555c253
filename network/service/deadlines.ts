/**
 * How hard a challenge is and how long it may take, by what the device claims to be. These are bootstrap values: for
 * graphics cards they follow from data sheets and are generous, because no fleet has been measured yet.
 */
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { Difficulty } from '../../shared/domain/proof/difficulty.ts';

export interface ProofTask {
  readonly difficulty: Omit<Difficulty, 'seed'>;
  readonly fillDeadlineMs: number;
  readonly walkDeadlineMs: number;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** Slow machines included: a few seconds on two cores. A claim of no memory is cheap to make and cheap to prove. */
const softwareTask: ProofTask = {
  difficulty: {
    target: 'gpu',
    coverBytes: 32 * mebibyte,
    maxShardBytes: 16 * mebibyte,
    rounds: 16,
    lanes: 16_384,
    steps: 64,
    expectedShares: 256,
  },
  fillDeadlineMs: 60_000,
  walkDeadlineMs: 20_000,
};

const processorTask: ProofTask = {
  difficulty: { ...softwareTask.difficulty, target: 'cpu', rounds: 32, lanes: 8_192 },
  fillDeadlineMs: 60_000,
  walkDeadlineMs: 20_000,
};

/** Memory bandwidth in GB/s from the vendors' data sheets. */
const bandwidthGbPerS: Readonly<Record<string, number>> = {
  B200: 8_000,
  H200: 4_800,
  H100: 3_350,
  'A100-80': 2_039,
  'A100-40': 1_555,
  L40S: 864,
  L4: 300,
  T4: 320,
  V100: 900,
  'RTX 4090': 1_008,
  'RTX 4090D': 1_008,
  'RTX 4080': 717,
  'RTX 4070 Ti': 504,
  'RTX 4070': 504,
  'RTX 4060 Ti': 288,
  'RTX 4060': 272,
  'RTX 3090 Ti': 1_008,
  'RTX 3090': 936,
  'RTX 3080 Ti': 912,
  'RTX 3080': 760,
  'RTX 3070 Ti': 608,
  'RTX 3070': 448,
  'RTX 3060 Ti': 448,
  'RTX 3060': 360,
  'RTX 6000 Ada': 960,
  'RTX 5000 Ada': 576,
  'RTX 4000 SFF Ada': 280,
  'RTX A6000': 768,
  'RTX A5000': 768,
  'RTX A4000': 448,
  'Quadro RTX 5000': 448,
  'Quadro RTX 4000': 416,
  'M4 Max': 546,
  'M3 Max': 400,
  'M4 Pro': 273,
  'M3 Pro': 150,
  M4: 120,
  M3: 100,
};
const unlistedGbPerS = 200;

/** Share of the claimed memory that is asked for: a desktop's own windows need the rest. */
const coveredShare = 0.8;
/** A unified memory is the owner's working memory too. */
const coveredShareUnified = 0.25;
/** Half of the bandwidth, at random reads of 128 bytes. */
const randomShare = 0.5;
const walkTargetMs = 500;
const itemBytes = 128;
const mostLanes = 2 ** 22;
const walkSteps = 256;
/** Bindings of 128 MiB are what every backend has; above 64 GiB there would be too many of them. */
const smallShardBytes = 128 * mebibyte;
const largeClaimBytes = 64 * gibibyte;

const isUnified = (className: string): boolean => /^M\d/.test(className);

const cardTask = (claim: HardwareClaim, vramBytes: number): ProofTask => {
  const bytesPerMs = (bandwidthGbPerS[claim.class] ?? unlistedGbPerS) * 1e6 * randomShare;
  const coverBytes = Math.floor(vramBytes * (isUnified(claim.class) ? coveredShareUnified : coveredShare));
  const shardBytes = coverBytes > largeClaimBytes ? gibibyte : smallShardBytes;
  const steps = Math.max(walkSteps, Math.ceil(coverBytes / shardBytes));
  const lanes = Math.min(mostLanes, Math.max(65_536, Math.floor((bytesPerMs * walkTargetMs) / (itemBytes * steps))));
  const walkMs = (lanes * steps * itemBytes) / bytesPerMs;
  return {
    difficulty: {
      target: 'gpu',
      coverBytes,
      maxShardBytes: shardBytes,
      rounds: 256,
      lanes,
      steps,
      expectedShares: 1_024,
    },
    // A 24 GiB card fills in about two seconds; a minute leaves room for a first compilation and a busy desktop.
    fillDeadlineMs: 60_000,
    walkDeadlineMs: Math.ceil(5_000 + walkMs * 3),
  };
};

/** A card that claims less memory than this is asked as a software adapter is. */
const smallestCardBytes = gibibyte;

export const proofTaskFor = (claim: HardwareClaim): ProofTask => {
  if (claim.kind === 'cpu') return processorTask;
  if (claim.isSoftware || claim.vramBytes === null || claim.vramBytes < smallestCardBytes) return softwareTask;
  return cardTask(claim, claim.vramBytes);
};
