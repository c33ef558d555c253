import { describe, expect, it } from 'vitest';
import { detailsOf, stepFor } from './problem-steps.ts';

describe('a problem', () => {
  it.each([
    ['ENGINE_UNREACHABLE', { kind: 'look' }],
    ['STAKE_MISSING', { kind: 'open', route: 'stake' }],
    ['VRAM_SHORT', { kind: 'open', route: 'devices' }],
    ['NETWORK_UNREACHABLE', null],
    ['APP_OUTDATED', null],
  ] as const)('%s offers %j', (code, step) => expect(stepFor(code)).toEqual(step));

  it('is copied with its code, its facts and what was seen', () =>
    expect(
      detailsOf({
        problem: { code: 'STAKE_MISSING', data: { staked: 5n, required: 45_000_000_000n } },
        since: 0,
        evidence: [{ at: 1_000, text: 'the network said so' }],
      }),
    ).toBe(
      'STAKE_MISSING\nsince: 1970-01-01T00:00:00.000Z\nstaked: 5\nrequired: 45000000000\n1970-01-01T00:00:01.000Z the network said so',
    ));
});
