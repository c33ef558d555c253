import { describe, expect, it } from 'vitest';
import { readingsSchema } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import type { Sample } from './machine.ts';
import { createReadings, type ReadingsPorts } from './readings.ts';

const setUp = (given: Partial<ReadingsPorts> = {}) => {
  const clock = createManualClock(1_000_000);
  const looks: number[] = [];
  const errors: unknown[] = [];
  const sampleNow = (): Sample => {
    const at = clock.now();
    looks.push(at);
    const sensors = { temperatureCelsius: 50, powerWatts: 100, load: 0.5, fanPercent: 40, vramUsedBytes: 1 };
    const clocks = { coreClockMhz: 1500, memoryClockMhz: 9501, pcieGeneration: 4, pcieLanes: 16 };
    const reading = { at, ...sensors, ...clocks };
    return { gpus: { gpu: reading }, cpu: reading };
  };
  const readings = createReadings({
    clock,
    sample: async () => sampleNow(),
    readOwnUse: () => ({ cpuMs: clock.now() / 100, memoryBytes: 80_000_000 }),
    onError: (error) => errors.push(error),
    ...given,
  });
  return { clock, pass: clock.pass, sleeping: clock.sleeping, looks, errors, readings, sampleNow };
};

describe('live readings', () => {
  it('look at nothing before they are started and after they are stopped', async () => {
    const { readings, looks, pass, sleeping } = setUp();
    await pass(120_000);
    expect(looks).toHaveLength(0);
    readings.start();
    readings.start();
    await pass(0);
    expect(looks).toHaveLength(1);
    await readings.stop();
    expect(sleeping()).toBe(0);
    await pass(120_000);
    expect(looks).toHaveLength(1);
  });

  it('look when they are told to, also while they look, and are done when they have', async () => {
    const asked: PromiseWithResolvers<void>[] = [];
    const { readings, pass, sampleNow } = setUp({
      sample: async () => {
        const answer = Promise.withResolvers<void>();
        asked.push(answer);
        await answer.promise;
        return sampleNow();
      },
    });
    await readings.lookNow();
    expect(asked).toHaveLength(0);
    readings.start();
    const told: string[] = [];
    const looked = readings.lookNow().then(() => told.push('looked'));
    await pass(0);
    asked[0]?.resolve();
    await pass(0);
    expect([asked.length, told]).toEqual([2, []]);
    asked[1]?.resolve();
    await looked;
    expect(told).toEqual(['looked']);
    const last = readings.lookNow();
    asked[2]?.resolve();
    await pass(0);
    asked[2]?.resolve();
    await readings.stop();
    await last;
  });

  it('look every minute at idle and every five seconds while watched', async () => {
    const { readings, looks, pass } = setUp();
    readings.start();
    await pass(5_000);
    expect(looks).toHaveLength(1);
    readings.setWatched(true);
    await pass(5_000);
    expect(looks).toHaveLength(3);
    await pass(5_000);
    readings.setWatched(false);
    expect(looks).toHaveLength(4);
    await pass(5_000);
    await pass(30_000);
    expect(looks).toHaveLength(5);
    await readings.stop();
  });

  it('publish the newest reading, the history and what the core uses', async () => {
    const { readings, pass, clock } = setUp();
    readings.start();
    await pass(0);
    expect(readings.cell.get().own).toBeNull();
    await pass(60_000);
    const state = readings.cell.get();
    expect(readingsSchema.parse(state)).toEqual(state);
    expect(state.gpus.gpu?.now.at).toBe(clock.now());
    expect(state.gpus.gpu?.lastHour).toHaveLength(2);
    expect(state.own).toEqual({ cpuCores: 0.01, memoryBytes: 80_000_000 });
    await readings.stop();
  });

  it('never take two looks at once', async () => {
    let underWay = 0;
    let most = 0;
    let finish = () => {};
    const { readings, pass, sampleNow } = setUp({
      sample: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        underWay -= 1;
        return sampleNow();
      },
    });
    readings.start();
    readings.setWatched(true);
    await pass(60_000);
    readings.setWatched(false);
    readings.setWatched(true);
    await pass(60_000);
    finish();
    await pass(5_000);
    expect(most).toBe(1);
    finish();
    await readings.stop();
  });

  it('go on after a look that failed, and tell of a failure without a code', async () => {
    const failures: unknown[] = [new TypeError('a bug'), new PerigeeError('INTERNAL', { id: 'x' })];
    const { readings, pass, errors, sampleNow } = setUp({
      sample: async () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return sampleNow();
      },
    });
    readings.start();
    await pass(60_000);
    await pass(60_000);
    expect(errors).toEqual([expect.any(TypeError)]);
    expect(readings.cell.get().cpu?.now.load).toBe(0.5);
    await readings.stop();
  });

  it('keep what they have while there is no inventory, and forget a GPU that has left', async () => {
    const samples: (Sample | null)[] = [];
    const { readings, pass, sampleNow } = setUp({ sample: async () => samples.shift() ?? null });
    samples.push(sampleNow(), null, { ...sampleNow(), gpus: {} });
    readings.start();
    await pass(60_000);
    expect(Object.keys(readings.cell.get().gpus)).toEqual(['gpu']);
    await pass(60_000);
    expect(readings.cell.get().gpus).toEqual({});
    await readings.stop();
  });

  it('drop a look that ends after they were stopped', async () => {
    const { readings, sampleNow } = setUp({
      sample: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(sampleNow()));
        }),
    });
    readings.start();
    await readings.stop();
    expect(readings.cell.get().cpu).toBeNull();
  });
});
