/** What the child does for each request: opens the device, runs the check, and turns what can go wrong into a report. */
import { measureGpu } from './benchmarks/measure-gpu.ts';
import { measureChain } from './cpu/chain.ts';
import { measureMemory } from './cpu/memory.ts';
import { measureThroughput } from './cpu/throughput.ts';
import { measureRandomReads } from './disk/random.ts';
import { measureSequential } from './disk/sequential.ts';
import { GpuFault, withSession } from './gpu-session.ts';
import { describeAdapters } from './list-adapters.ts';
import type { Measurement, MeasureTask, ProbeRequest } from './messages.ts';
import type { Served } from './serve-parent.ts';
import { serveProof } from './serve-proof.ts';
import { checkVram } from './vram/vram-check.ts';
import { WrongOutput } from './windows.ts';

export interface RequestContext extends Served {
  /** Module to load for the processor's threads. */
  workerEntry: URL;
}

const runMeasure = (
  task: MeasureTask,
  report: (progress: number) => void,
  { watch, send, workerEntry }: RequestContext,
): Promise<Measurement> => {
  switch (task.kind) {
    case 'fp32_throughput':
    case 'fp16_throughput':
    case 'int32_throughput':
    case 'dot4_throughput':
    case 'matrix_throughput':
    case 'gemm_throughput':
    case 'int8_product':
    case 'memory_bandwidth':
    case 'memory_copy':
    case 'random_read':
    case 'host_to_device':
    case 'device_to_host':
    case 'launch_latency':
      return withSession(task.adapterName, watch, (session) => measureGpu(session, task, report));
    case 'vram_pattern':
      return withSession(task.adapterName, watch, (session) =>
        checkVram(session, { ...task, onPass: (done) => send({ kind: 'pass_done', ...done }) }, report),
      );
    case 'cpu_single':
      return measureThroughput(1, workerEntry, task, report);
    case 'cpu_throughput':
      return measureThroughput(task.threads, workerEntry, task, report);
    case 'cpu_memory':
      return measureMemory(task.threads, task.bytes, workerEntry, task, report);
    case 'cpu_chain':
      return measureChain(task.seed, workerEntry, task, report);
    case 'disk_sequential':
      return measureSequential(task, report);
    case 'disk_random':
      return measureRandomReads(task, report);
  }
};

/** A wrong or refused result is a verdict; no device, no memory or a lost device is a failure of the request. */
const measure = async (
  task: MeasureTask,
  report: (progress: number) => void,
  context: RequestContext,
): Promise<Measurement> => {
  try {
    return await runMeasure(task, report, context);
  } catch (error) {
    const isWrong = error instanceof WrongOutput || (error instanceof GpuFault && error.kind === 'invalid');
    if (isWrong) return { verdict: 'invalid', figure: null, coverage: null, detail: error.message };
    throw error;
  }
};

/** @throws whatever keeps the request from being done; the child reports its message as `failed`, or `lost` */
export const serveRequest = async (request: ProbeRequest, context: RequestContext): Promise<void> => {
  const { send } = context;
  const report = (progress: number): void => send({ kind: 'progress', progress: Math.min(1, progress) });
  switch (request.kind) {
    case 'list_adapters':
      return send({ kind: 'adapters', adapters: await describeAdapters() });
    case 'measure':
      return send({ kind: 'measurement', measurement: await measure(request.task, report, context) });
    case 'prove':
      return serveProof(request.spec, request.adapterName, context);
    case 'nonce':
      throw new Error('a nonce without a proof');
  }
};
