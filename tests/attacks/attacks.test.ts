/** A short run of the attack bench as it is started by hand: what must fail fails, for its own reason. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { allAttacks } from '../../scripts/attacks/all-attacks.ts';
import { isAsPromised, type Outcome } from '../../scripts/attacks/attack.ts';
import { isFair } from '../../scripts/attacks/honest.ts';
import type { BenchResult } from '../../scripts/attacks/run-bench.ts';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('../../scripts/attacks.ts', import.meta.url));
const deadlineMs = 110_000;

let result: BenchResult;
beforeAll(async () => {
  // Its exit code says what the tests below say one by one.
  const { stdout } = await run(process.execPath, [entry, '--quick', '--json'], {
    timeout: deadlineMs,
    maxBuffer: 2 ** 24,
  }).catch((error: { stdout?: string }) => {
    if (!error.stdout) throw error;
    return { stdout: error.stdout };
  });
  result = JSON.parse(stdout) as BenchResult;
});

const outcomesOf = (name: string): Outcome[] => result.attacks.find((attack) => attack.name === name)?.outcomes ?? [];

describe('an attack', () => {
  it.each(allAttacks.map(({ name }) => name))('of the kind %s never gets what it must not, and is told why', (name) => {
    const outcomes = outcomesOf(name);
    expect(outcomes.some(({ tried }) => tried > 0)).toBe(true);
    expect(outcomes.filter((outcome) => !isAsPromised(outcome))).toEqual([]);
    const bound = outcomes.filter(({ mustFailFor, tried }) => mustFailFor !== null && tried > 0);
    expect(bound.length).toBeGreaterThan(0);
    for (const { refused, tried } of bound)
      expect(Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(tried);
  });

  it('that computes what it does not hold takes at least four times as long', () => {
    expect(outcomesOf('half-memory-recompute')[0]?.slowdown).toBeGreaterThan(4);
  });

  it('that proves two claims with one device takes at least 1.7 times as long', () => {
    expect(outcomesOf('one-device-two-claims')[0]?.slowdown).toBeGreaterThan(1.7);
  });

  it('that is a matter of chance passes about as often as the theory says', () => {
    const simulated = result.attacks
      .flatMap(({ outcomes }) => outcomes)
      .filter(({ evidence, expectedPassRate }) => evidence === 'simulated' && expectedPassRate !== null);
    expect(simulated.length).toBeGreaterThan(5);
    // A sample is drawn without putting back, so its theory is a little above it.
    for (const { passed, tried, expectedPassRate } of simulated)
      expect(Math.abs(passed / tried - (expectedPassRate ?? 0))).toBeLessThan(0.006);
  });
});

describe('an honest proof', () => {
  it('passes', () => {
    expect(result.honest.map(({ evidence }) => evidence)).toEqual(['service', 'simulated']);
    expect(result.honest.filter((outcome) => !isFair(outcome))).toEqual([]);
  });
});
