/**
 * Entry of a forked process that runs one scenario of the GPU benchmarks on the real Dawn and sends what came of it: for
 * what the probe's own protocol cannot ask for, such as a dispatch that never ran.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { create } from 'webgpu';
import { chooseShape, matrixKernel } from '../../electron/probe/benchmarks/matrix-kernel.ts';
import { type GpuBenchmark, measureGpu } from '../../electron/probe/benchmarks/measure-gpu.ts';
import { type Dispatch, type GpuSession, openSession } from '../../electron/probe/gpu-session.ts';
import { measureSubgroupSize } from '../../electron/probe/subgroup-size.ts';
import { gpuBenchmarkKinds } from '../../shared/contract/app/checks.ts';
import { outcome } from './outcome.ts';

const mib = 2 ** 20;

/** Dawn aborts the process when one of these is collected. */
const kept: GPU[] = [];

const inSession = async <T>(work: (session: GpuSession) => Promise<T>): Promise<T> => {
  const session = await openSession(null);
  try {
    return await work(session);
  } finally {
    session.end();
  }
};

/** Every benchmark in a session that `change` has made of the real one. @returns what came of each, by its kind */
const runAll = async (change: (session: GpuSession, kind: GpuBenchmark['kind']) => GpuSession): Promise<unknown> => {
  const outcomes: Record<string, unknown> = {};
  for (const kind of gpuBenchmarkKinds) {
    const plan = { windows: 3, budgetMs: 500, sustainMs: 0 };
    const task: GpuBenchmark = { kind, adapterName: null, bytes: 8 * mib, seed: '5a'.repeat(32), ...plan };
    outcomes[kind] = await outcome(() => inSession((session) => measureGpu(change(session, kind), task, () => {})));
  }
  return outcomes;
};

/** How long each thread of this process has waited for a processor, in ms by its id; none where the system does not say. */
const waitedMs = (): Map<string, number> => {
  const waited = new Map<string, number>();
  if (process.platform !== 'linux') return waited;
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      const [, waitedNs = '0'] = readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ');
      waited.set(thread, Number(waitedNs) / 1e6);
    } catch {
      // it ended while we looked, or the kernel does not count
    }
  }
  return waited;
};

/** Does the work. @returns what it took and, of that, the longest wait of a thread for a processor: the machine's part */
const withWait = async (work: () => Promise<number>): Promise<{ tookMs: number; waitMs: number }> => {
  const before = waitedMs();
  const tookMs = await work();
  const waits = [...waitedMs()].map(([thread, ms]) => ms - (before.get(thread) ?? 0));
  return { tookMs, waitMs: Math.min(tookMs, Math.max(0, ...waits)) };
};

/** The session, but nothing that it is asked to run is run. */
const idle = (session: GpuSession): GpuSession => ({
  ...session,
  run: async () => 0.001,
  roundTrips: async () => 0.001,
  copy: async () => 0.001,
});

/** The session, but no dispatch has its buffers. */
const unbound = (session: GpuSession): GpuSession => {
  const bare = (dispatch: Dispatch): Dispatch => ({ ...dispatch, buffers: {} });
  return {
    ...session,
    run: (dispatches) => session.run(dispatches.map(bare)),
    roundTrips: (dispatch, times) => session.roundTrips(bare(dispatch), times),
  };
};

/** The timestamps of a few passes, with the toggle of Dawn's instance. @returns how many are multiples of 65,536 ns */
const roundStamps = async (toggle: string): Promise<{ stamps: number; round: number }> => {
  const gpu = create([toggle]);
  kept.push(gpu);
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const device = await adapter.requestDevice({ requiredFeatures: ['timestamp-query'] });
  const stamps = 32;
  const set = device.createQuerySet({ type: 'timestamp', count: stamps });
  const encoder = device.createCommandEncoder();
  for (let at = 0; at < stamps; at += 2) {
    encoder
      .beginComputePass({
        timestampWrites: { querySet: set, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 },
      })
      .end();
  }
  // the values of GPUBufferUsage, which Dawn for Node does not put on the global object
  const [mapRead, copySource, copyTarget, queryResolve] = [0x1, 0x4, 0x8, 0x200];
  const resolved = device.createBuffer({ size: 8 * stamps, usage: queryResolve | copySource });
  const readable = device.createBuffer({ size: 8 * stamps, usage: mapRead | copyTarget });
  encoder.resolveQuerySet(set, 0, stamps, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, readable, 0, 8 * stamps);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(mapRead);
  const values = [...new BigUint64Array(readable.getMappedRange().slice(0))];
  return { stamps, round: values.filter((value) => value % 65_536n === 0n).length };
};

/** The driver that computes nothing has every feature, so that the matrix kernel at least meets Dawn's compiler. */
const compileMatrixKernels = async (): Promise<unknown> => {
  const gpu = create(['backend=null', 'enable-dawn-features=allow_unsafe_apis']);
  kept.push(gpu);
  const adapter = await gpu.requestAdapter();
  const requiredFeatures = ['subgroups', 'shader-f16', 'chromium-experimental-subgroup-matrix'] as GPUFeatureName[];
  const device = await adapter?.requestDevice({ requiredFeatures });
  if (!device) throw new Error('no device');
  const outcomes: Record<string, unknown> = {};
  for (const types of ['i8 i32', 'u8 u32', 'f16 f32', 'f16 f16', 'f32 f32']) {
    const [componentType = '', resultComponentType = ''] = types.split(' ');
    const shape = chooseShape([{ componentType, resultComponentType, M: 16, N: 8, K: 32 }]);
    if (!shape) throw new Error(types);
    outcomes[types] = await outcome(async () => {
      device.pushErrorScope('validation');
      const module = device.createShaderModule({ code: matrixKernel(shape) });
      await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'multiply_add' } });
      const messages = (await module.getCompilationInfo()).messages.map(({ message }) => message);
      const error = await device.popErrorScope();
      return error ? error.message : messages;
    });
  }
  return outcomes;
};

const scenarios: Record<string, () => Promise<unknown>> = {
  'every benchmark': async () => {
    const dispatchMs: Record<string, number[]> = {};
    const ownMs: Record<string, number[]> = {};
    const outcomes = await runAll((session, kind) => {
      const times: number[] = [];
      const own: number[] = [];
      dispatchMs[kind] = times;
      ownMs[kind] = own;
      const timed = async (work: () => Promise<number>, dispatches: number): Promise<number> => {
        const { tookMs, waitMs } = await withWait(work);
        times.push(tookMs / dispatches);
        own.push((tookMs - waitMs) / dispatches);
        return tookMs;
      };
      return {
        ...session,
        run: (dispatches) => timed(() => session.run(dispatches), dispatches.length),
        copy: (...stretch) => timed(() => session.copy(...stretch), 1),
      };
    });
    return { outcomes, dispatchMs, ownMs, countsWaits: waitedMs().size > 0 };
  },
  'nothing runs': () => runAll(idle),
  'nothing is bound': () => runAll(unbound),
  'subgroup size': () =>
    inSession(async (session) => ({
      size: await measureSubgroupSize(session),
      without: await measureSubgroupSize({ ...session, features: new Set() }),
      idle: await outcome(() => measureSubgroupSize(idle(session))),
    })),
  'language features': () =>
    inSession(async (session) => [
      await session.speaks('packed_4x8_integer_dot_product'),
      await session.speaks('no_such_feature'),
    ]),
  'matrix kernels': compileMatrixKernels,
  timestamps: async () => ({
    masked: await roundStamps('enable-dawn-features=timestamp_quantization'),
    fine: await roundStamps('disable-dawn-features=timestamp_quantization'),
    ours: await inSession(async ({ features }) => [...features]),
  }),
};

const scenario = scenarios[process.argv[2] ?? ''];
if (process.send && scenario) {
  const result = await scenario();
  process.send(result, () => process.disconnect());
}
