import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../tests/fakes/core/scenarios.ts';
import { pauseCostOf } from './pause-cost.ts';

const now = Date.UTC(2026, 10, 21, 16, 37);
const costIn = (scenario: keyof typeof scenarios) => {
  const { status, worker, earnings, tier } = scenarios[scenario](now);
  return pauseCostOf(status, worker.jobs, earnings, tier);
};

describe('what a pause costs', () => {
  it('is the hour’s reward until enough minutes count, and from then on nothing', () => {
    const state = scenarios['earning-two-gpus'](now);
    const network = state.status.network;
    if (network === null) throw new Error('not joined');
    const early = pauseCostOf(state.status, [], state.earnings, state.tier);
    expect(early?.reward).toMatchObject({ kind: 'hour', safeFrom: network.hourStartedAt + 45 * 60_000 });
    const late = { ...network, minutes: Array.from({ length: 50 }, () => 'counted' as const) };
    expect(pauseCostOf({ ...state.status, network: late }, [], state.earnings, state.tier)?.reward).toEqual({
      kind: 'none',
    });
  });

  it('is the pay of a job that runs', () => {
    expect(costIn('earning-two-gpus')?.job).toBeNull();
    expect(costIn('job-running')?.job?.pay).toBeGreaterThan(0n);
  });

  it('names the uptime that the tier asks for, where there is a tier', () => {
    const uptime = costIn('earning-two-gpus')?.uptime;
    expect(uptime?.needs).toBeGreaterThan(0);
    expect(uptime?.has).toBeLessThanOrEqual(1);
    expect(pauseCostOf(scenarios['job-running'](now).status, [], { hours: [] }, null)?.uptime).toBeNull();
  });

  it.each(['paused', 'owner-plays', 'docker-down', 'first-run'] as const)('is nothing while %s', (scenario) => {
    const cost = costIn(scenario);
    if (scenario === 'docker-down') expect(cost?.job ?? null).toBeNull();
    else expect(cost).toBeNull();
  });
});
