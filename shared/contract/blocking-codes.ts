/** Problems with which nothing can be earned; with all others the proofs still earn. Codes alone, without their schemas. */
import type { ProblemCode } from './codes.ts';

const blocking: readonly ProblemCode[] = [
  'GPU_TOO_HOT',
  'DEVICE_REVOKED',
  'CRASHED_REPEATEDLY',
  'DISK_FULL',
  'GPU_LOST',
  'NETWORK_UNREACHABLE',
  'NETWORK_REFUSED',
  'CLOCK_OFF',
  'STAKE_MISSING',
  'PROBE_LOST',
  'PROBE_TIMED_OUT',
  'PROBE_FAILED',
];

export const isBlocking = (code: ProblemCode): boolean => blocking.includes(code);
