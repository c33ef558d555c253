import { expect, it } from 'vitest';
import { verificationOf } from './verification.ts';

it.each([
  ['none before its first proof', { hasPassed: false, verifiedHours: 0 }, 'none'],
  ['proofs after it', { hasPassed: true, verifiedHours: 167 }, 'proofs'],
  ['seven days of proofs after 168 verified hours', { hasPassed: true, verifiedHours: 168 }, 'proofs_for_7_days'],
  ['proofs alone for what is no card', { isHardware: false, hasPassed: true, verifiedHours: 500 }, 'proofs'],
] as const)('a device has %s', (_what, proven, expected) =>
  expect(verificationOf({ isHardware: true, ...proven })).toBe(expected),
);
