/** Every attack of the bench, in the order in which they are printed. */
import type { Attack } from './attack.ts';
import { copiedFingerprint } from './copied-fingerprint.ts';
import { cpuAsGpu } from './cpu-as-gpu.ts';
import { forgedTelemetry } from './forged-telemetry.ts';
import { halfMemoryJunk } from './half-memory-junk.ts';
import { halfMemoryRecompute } from './half-memory-recompute.ts';
import { lateAnswer } from './late-answer.ts';
import { madeUpShares } from './made-up-shares.ts';
import { malformedShares } from './malformed-shares.ts';
import { halfMemorySkip, mostMemorySkip } from './memory-skip.ts';
import { oneDeviceTwoClaims } from './one-device-two-claims.ts';
import { precomputedFill } from './precomputed-fill.ts';
import { renamedDevice } from './renamed-device.ts';
import { replayedNonce } from './replayed-nonce.ts';
import { skippedLanes } from './skipped-lanes.ts';
import { spillToHost } from './spill-to-host.ts';
import { tamperedBenchmark } from './tampered-benchmark.ts';
import { wrongSeed } from './wrong-seed.ts';

export const allAttacks: readonly Attack[] = [
  halfMemoryJunk,
  halfMemorySkip,
  halfMemoryRecompute,
  mostMemorySkip,
  spillToHost,
  oneDeviceTwoClaims,
  replayedNonce,
  wrongSeed,
  malformedShares,
  lateAnswer,
  renamedDevice,
  copiedFingerprint,
  precomputedFill,
  cpuAsGpu,
  tamperedBenchmark,
  forgedTelemetry,
  madeUpShares,
  skippedLanes,
];
