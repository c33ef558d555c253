import { describe, expect, it } from 'vitest';
import { appStateSchema } from '../../shared/contract/app/index.ts';
import { type ScenarioName, scenarios } from '../fakes/core/scenarios.ts';

describe('the fake core', () => {
  it.each(Object.keys(scenarios) as ScenarioName[])('shows %s as the contract allows', (name) => {
    const result = appStateSchema.safeParse(scenarios[name](Date.UTC(2026, 10, 22, 13, 37)));
    expect(result.error?.issues ?? []).toEqual([]);
  });
});
