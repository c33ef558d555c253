import { describe, expect, it } from 'vitest';
import { honestFigure, patternFigures } from '../../scripts/bench/patterns.ts';
import { type DeviceScore, scoreDevices } from '../../shared/domain/patterns/score-devices.ts';
import { aucOf } from '../fakes/patterns/area-under-curve.ts';
import { createDraw } from '../fakes/patterns/seeded-draw.ts';
import { simulateFleet } from '../fakes/patterns/simulated-fleet.ts';

/** A simulated week of a hundred devices takes seconds, and longer beside other tests. */
const patienceMs = 180_000;
const kindsOf = (scored: DeviceScore | undefined): string[] => scored?.reasons.map(({ kind }) => kind) ?? [];

describe('the area under the curve', () => {
  it.each([
    [[0.9, 0.8], [0.1, 0.2, 0.3], 1],
    [[0.1], [0.9, 0.8], 0],
    [[0, 0], [0, 0, 0], 0.5],
    [[0.5, 0.1], [0.3, 0.3], 0.5],
  ])('of %j against %j is %d', (odd, honest, expected) => {
    expect(aucOf(odd, honest)).toBe(expected);
  });
});

describe('the patterns of a fleet', () => {
  it(
    'tell each way of cheating from honest devices within a week, and shared GPUs within two days',
    () => {
      const figures = patternFigures();
      expect(figures.map(({ name, days }) => `${name} ${days}`)).toEqual([
        'shared_gpu 2',
        'fixed_delay 2',
        'lane_skipper 2',
        'cloned_fingerprint 2',
        'wrong_subgroup 2',
        'shared_gpu 7',
        'fixed_delay 7',
        'lane_skipper 7',
        'cloned_fingerprint 7',
        'wrong_subgroup 7',
      ]);
      for (const { name, auc, honestReviewedShare } of figures) {
        expect(auc, name).toBeGreaterThan(0.95);
        expect(honestReviewedShare, name).toBe(0);
      }
    },
    patienceMs,
  );

  it(
    'make nobody look at an honest device in a thousand weeks',
    () => {
      const { deviceWeeks, reviewed, highestScore } = honestFigure();
      expect(deviceWeeks).toBeGreaterThan(1_000);
      expect(reviewed).toBe(0);
      expect(highestScore).toBeLessThan(0.6);
    },
    patienceMs,
  );

  it(
    'do not depend on the order of the records, and rest on numbers that are told',
    () => {
      const cheats = { shared_gpu: 2, fixed_delay: 2, lane_skipper: 2, cloned_fingerprint: 1, wrong_subgroup: 2 };
      const { records, kindOf } = simulateFleet({ seed: 5, days: 3, honestAccounts: 20, cheats });
      const scored = scoreDevices(records);
      const draw = createDraw(6);
      const shuffled = records
        .map((record) => ({ record, place: draw.uniform() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ record }) => record);
      expect(scoreDevices(shuffled)).toEqual(scored);
      expect(scored.map(({ deviceId }) => deviceId)).toEqual([...kindOf.keys()].sort());

      const byId = new Map(scored.map((device) => [device.deviceId, device]));
      expect(kindsOf(byId.get('shared_gpu-0-0'))).toContain('tick_collision');
      expect(byId.get('shared_gpu-0-0')?.reasons[0]?.facts.otherDevice).toMatch(/^shared_gpu-0-/);
      expect(kindsOf(byId.get('fixed_delay-0'))).toEqual(['constant_residuals']);
      expect(kindsOf(byId.get('lane_skipper-0-0'))).toEqual(['share_count']);
      expect(kindsOf(byId.get('cloned_fingerprint-0-0'))).toContain('fingerprint_cluster');
      expect(kindsOf(byId.get('wrong_subgroup-0-0'))).toEqual(['behaviour']);
      for (const { reasons } of scored)
        for (const { score, facts } of reasons) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThan(1);
          expect(Object.values(facts).some((fact) => typeof fact === 'number')).toBe(true);
          expect(Object.values(facts).every((fact) => typeof fact === 'string' || Number.isFinite(fact))).toBe(true);
        }
    },
    patienceMs,
  );

  it('are found in ten thousand records within seconds', () => {
    const records = simulateFleet({ seed: 8, days: 2, honestAccounts: 60 }).records.slice(0, 10_000);
    expect(records).toHaveLength(10_000);
    const startedAt = performance.now();
    scoreDevices(records);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  }, 60_000);
});
