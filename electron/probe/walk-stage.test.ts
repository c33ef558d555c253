import { describe, expect, it } from 'vitest';
import { modelOfName } from '../../shared/domain/hardware/catalogue.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { cardTask } from '../../shared/domain/proof/pace.ts';
import type { Dispatch, GpuSession } from './gpu-session.ts';
import { longestDispatchMs } from './pacer.ts';
import { prepareWalk } from './walk-stage.ts';

/** Words of the kernel's uniform. */
const laneCountAt = 5;
const stepCountAt = 6;
/** What an H200 needs for a submission, measured, and for a dispatch of it, guessed. */
const submissionMs = 0.07;
const dispatchMs = 0.01;

/** A card that reads at a pace and does nothing else: it takes the time that launches and reads need. */
const readingAt = (bytesPerMs: number, lanes: number) => {
  const submissionsMs: number[] = [];
  const readBytes = { all: 0 };
  const timeOf = ({ params }: Dispatch): number => {
    const bytes = (params[laneCountAt] ?? 0) * (params[stepCountAt] ?? 0) * itemBytes;
    readBytes.all += bytes;
    return dispatchMs + bytes / bytesPerMs;
  };
  const session: Pick<GpuSession, 'pipeline' | 'storage' | 'clear' | 'run' | 'read'> = {
    pipeline: async () => ({}) as GPUComputePipeline,
    storage: async () => ({}) as GPUBuffer,
    clear: async () => undefined,
    run: async (dispatches) => {
      const tookMs = submissionMs + dispatches.reduce((sum, dispatch) => sum + timeOf(dispatch), 0);
      submissionsMs.push(tookMs);
      return tookMs;
    },
    read: async () => Uint32Array.of(0, lanes),
  };
  return { submissionsMs, readBytes, session: session as GpuSession };
};

/** The walk of the proof that the network asks of the card, at the card's own pace. */
const walkOn = async (name: string, bytesPerMs: number) => {
  const model = modelOfName(name);
  const task = cardTask({ model, vramBytes: model?.vramBytes ?? 0, offeredBytes: null }, null);
  if (task === null) throw new Error(`no task for ${name}`);
  const spec = { ...specFor({ ...task.difficulty, seed: '5a'.repeat(32) }), minShares: 0 };
  const { submissionsMs, readBytes, session } = readingAt(bytesPerMs, spec.lanes);
  const buffers = Array.from({ length: spec.shards }, () => ({}) as GPUBuffer);
  const walk = await prepareWalk(session, spec, { buffers, bufferBytes: spec.shardBytes });
  submissionsMs.length = 0;
  const { dispatchMs: told } = await walk('1d'.repeat(16), () => undefined);
  const wanted = spec.lanes * spec.steps * itemBytes;
  const tookMs = submissionsMs.reduce((sum, ms) => sum + ms, 0);
  return { task, told, submissionsMs, tookMs, readsMs: wanted / bytesPerMs, isWhole: readBytes.all === wanted };
};

describe('the walk', () => {
  it.each([
    ['NVIDIA H200', 4.0e9],
    ['NVIDIA GeForce RTX 4090', 0.8e9],
    ['NVIDIA GeForce RTX 3060', 0.3e9],
  ])('spends its time on reads, not on launches, on a card like %s', async (name, bytesPerMs) => {
    const { task, told, submissionsMs, tookMs, readsMs, isWhole } = await walkOn(name, bytesPerMs);
    expect(isWhole).toBe(true);
    expect(tookMs).toBeLessThan(1.1 * readsMs);
    expect(tookMs).toBeLessThan(task.walkDeadlineMs);
    expect(Math.max(...submissionsMs)).toBeLessThan(longestDispatchMs);
    expect(told.length).toBeLessThanOrEqual(64);
  });
});
