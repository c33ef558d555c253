import { describe, expect, it } from 'vitest';
import type { Figure, Reference } from '../../shared/contract/app/checks.ts';
import { type Gpu, nothingRead, type Reading } from '../../shared/contract/app/machine.ts';
import { modelOfName } from '../../shared/domain/hardware/catalogue.ts';
import { referenceFor } from '../../shared/domain/hardware/reference.ts';
import { figureOf, singleFigure } from '../probe/windows.ts';
import { judgedStep, type StepCircumstances } from './judged-step.ts';
import type { PlannedCheck } from './suite.ts';

const fact = <T>(value: T | null) => ({ value, source: null, conflicts: [] });
const gpu: Gpu = {
  id: 'a',
  name: fact('NVIDIA GeForce RTX 4090'),
  vendor: fact('nvidia'),
  kind: 'discrete',
  vramBytes: fact(24 * 2 ** 30),
  driver: fact('550'),
  pciAddress: fact(null),
  uuid: fact(null),
  pciId: fact('10de:2684'),
  powerLimitWatts: fact(null),
  mig: null,
  model: null,
  adapterName: 'Card',
  selector: null,
  unusable: null,
};
const planned = (kind: PlannedCheck['kind']): PlannedCheck => ({
  id: `${kind}:a`,
  kind,
  gpuId: 'a',
  selector: null,
  subject: 'Card',
  work: { via: 'link' },
  budgetMs: 1,
  deadlineMs: 1,
  totalBytes: null,
});
const passed = (figure: Figure) => ({ verdict: 'passed', figure, coverage: null, detail: null }) as const;
const reading = (change: Partial<Reading>): Reading => ({
  at: 0,
  ...nothingRead,
  ...change,
});
const circumstances = (change: Partial<StepCircumstances> = {}): StepCircumstances => ({
  gpu,
  readings: [],
  vramUsedBytes: null,
  heldBy: [],
  fleetReference: () => null,
  ...change,
});
const model = modelOfName('NVIDIA GeForce RTX 4090');
const catalogue = model && referenceFor(model, 'memory_bandwidth');

describe('a step beside its reference', () => {
  const at = (part: number) => passed(singleFigure(part * (catalogue?.value ?? 0), 'GB/s'));

  it('has no gap where the figure is as it should be', () => {
    expect(catalogue?.value).toBeGreaterThan(900);
    expect(judgedStep(planned('memory_bandwidth'), at(0.95), circumstances())).toMatchObject({
      reference: catalogue,
      gap: [],
    });
  });

  it('says what a gap may mean, and always ends with the driver', () => {
    const step = judgedStep(planned('memory_bandwidth'), at(0.5), circumstances({ vramUsedBytes: 4 * 2 ** 30 }));
    expect(step.gap).toEqual(['in_use', 'driver']);
  });

  it('names heat where the load was not held', () => {
    const tired = figureOf({ windows: [500, 501, 502], sustained: [400, 400, 400] }, 'GB/s');
    expect(judgedStep(planned('memory_bandwidth'), passed(tired), circumstances()).gap?.[0]).toBe('thermal');
  });

  it('takes the widest link that was seen, for at rest it is narrower', () => {
    const link = model && referenceFor(model, 'host_to_device');
    const slow = passed(singleFigure(0.5 * (link?.value ?? 0), 'GB/s'));
    const gapWith = (...generations: number[]) =>
      judgedStep(planned('host_to_device'), slow, {
        ...circumstances(),
        readings: generations.map((pcieGeneration) => reading({ pcieGeneration, pcieLanes: 16 })),
      }).gap;
    expect(gapWith(1, 4, 1)).not.toContain('pcie_lanes');
    expect(gapWith(1, 3, 1)).toContain('pcie_lanes');
  });

  it('prefers the fleet to the data sheet', () => {
    const fleet: Reference = { value: 100, source: 'fleet', url: null, expectedRatio: 0.9 };
    const asked: string[] = [];
    const fleetReference: StepCircumstances['fleetReference'] = (modelId, kind) => {
      asked.push(`${modelId} ${kind}`);
      return fleet;
    };
    const step = judgedStep(
      planned('memory_bandwidth'),
      passed(singleFigure(95, 'GB/s')),
      circumstances({ fleetReference }),
    );
    expect(step).toMatchObject({ reference: fleet, gap: [] });
    expect(asked).toEqual([`${model?.id} memory_bandwidth`]);
  });

  it('holds a time against a shorter one the other way round', () => {
    const fleetReference = (): Reference => ({ value: 10, source: 'fleet', url: null, expectedRatio: 0.8 });
    const gapAt = (median: number) =>
      judgedStep(planned('launch_latency'), passed(singleFigure(median, 'µs')), circumstances({ fleetReference })).gap;
    expect([gapAt(9), gapAt(12)]).toEqual([[], []]);
    expect(gapAt(20)).toEqual(['driver']);
  });

  it('is none for a model that is not listed, for the PC itself, and without a figure', () => {
    const unlisted = { ...gpu, name: fact('Card of tomorrow'), pciId: fact(null) };
    const none = { reference: null, gap: [] };
    expect(judgedStep(planned('memory_bandwidth'), at(0.5), circumstances({ gpu: unlisted }))).toMatchObject(none);
    expect(judgedStep(planned('cpu_memory'), at(0.5), circumstances({ gpu: null }))).toMatchObject(none);
    const wrong = { verdict: 'invalid', figure: null, coverage: null, detail: 'sum' } as const;
    expect(judgedStep(planned('memory_bandwidth'), wrong, circumstances())).toEqual({
      state: 'done',
      progress: 1,
      verdict: 'invalid',
      figure: null,
      coverage: null,
      conditions: null,
    });
  });
});
