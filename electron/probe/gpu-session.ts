/**
 * One device on one adapter, and the few things the checks do with it. Every operation runs inside error scopes and
 * waits for the device, so that an invalid or skipped dispatch is a GpuFault and never a fast result.
 */
import { openAdapter } from './dawn.ts';
import { createGuard, GpuFault } from './gpu-guard.ts';
import { unwatched, type Watch } from './heartbeat.ts';
import type { Bound } from './patience.ts';

export { GpuFault } from './gpu-guard.ts';

type Words = Uint32Array<ArrayBuffer>;

export interface Dispatch {
  pipeline: GPUComputePipeline;
  /** The uniform at binding 0. */
  params: Words;
  /** The storage buffers by binding number: those that the entry point uses, no more and no fewer. */
  buffers: Readonly<Record<number, GPUBuffer>>;
  workgroups: number;
}

/** Matrices that the subgroup units multiply: M×K by K×N, element types as WGSL names them. */
export interface MatrixConfig {
  componentType: string;
  resultComponentType: string;
  M: number;
  N: number;
  K: number;
}

export interface GpuSession {
  readonly limits: GPUSupportedLimits;
  /** Features that the device was opened with: those of `wantedFeatures` that the adapter has. */
  readonly features: ReadonlySet<string>;
  /** Empty without matrix units. */
  readonly matrixConfigs: readonly MatrixConfig[];
  /** Whether WGSL may `require` the language feature here. */
  speaks(languageFeature: string): Promise<boolean>;
  /** @throws GpuFault `invalid` when the kernel does not compile */
  pipeline(code: string, entryPoint: string): Promise<GPUComputePipeline>;
  /** A zeroed storage buffer. @throws GpuFault `out_of_memory` */
  storage(bytes: number): Promise<GPUBuffer>;
  clear(buffer: GPUBuffer): Promise<void>;
  write(buffer: GPUBuffer, offsetBytes: number, words: Words): Promise<void>;
  /** The first `bytes` of a storage buffer. */
  read(buffer: GPUBuffer, bytes: number): Promise<Words>;
  /**
   * Runs the dispatches in order and waits until the last has ended. The same dispatch may stand in the list many times.
   *
   * @returns milliseconds from the submission to the end; preparing is not counted
   */
  run(dispatches: readonly Dispatch[]): Promise<number>;
  /** Submits the dispatch alone, waits for its end, and does so `times` times. @returns milliseconds in all */
  roundTrips(dispatch: Dispatch, times: number): Promise<number>;
  /** A buffer in the host's memory that the GPU copies from (`upload`) or to. @throws GpuFault `out_of_memory` */
  staging(bytes: number, direction: 'upload' | 'download'): Promise<GPUBuffer>;
  /** Lets `visit` write (upload) or read (download) a staging buffer in place; the words are gone when it returns. */
  mapped<T>(staging: GPUBuffer, visit: (words: Words) => T): Promise<T>;
  /** Copies a stretch from one buffer to the same place of another. @returns as `run` */
  copy(source: GPUBuffer, target: GPUBuffer, offsetBytes: number, bytes: number): Promise<number>;
  /** Destroys the device with all its buffers. */
  end(): void;
}

/** WebGPU's own least maximum, so that every adapter can run a dispatch of that many groups. */
export const maxWorkgroups = 65_535;

/** Invocations of one dispatch at most. */
export const mostInvocations = (workgroupSize: number): number => maxWorkgroups * workgroupSize;

// The values of WebGPU's GPUBufferUsage and GPUMapMode, which Dawn for Node does not put on the global object.
const usage = { mapRead: 0x1, mapWrite: 0x2, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;
const mapForReading = 0x1;
const mapForWriting = 0x2;

/** Asked for wherever the adapter has them; each is one check's, which says `not_offered` without. */
const wantedFeatures = ['shader-f16', 'subgroups', 'chromium-experimental-subgroup-matrix'];

const createSession = (device: GPUDevice, matrixConfigs: readonly MatrixConfig[], watch: Watch): GpuSession => {
  const guarded = createGuard(device);
  /** What was used before: drivers compile a kernel, and Dawn clears a buffer, at their first use. */
  const used = new WeakSet<object>();
  const boundFor = (things: Iterable<object>): Bound => {
    let bound: Bound = 'warm';
    for (const thing of things) {
      if (!used.has(thing)) bound = 'cold';
      used.add(thing);
    }
    return bound;
  };
  const guard = <T>(work: () => T | Promise<T>, bound: Bound = 'warm'): Promise<T> => watch(bound, () => guarded(work));
  const compile = (code: string, entryPoint: string): Promise<GPUComputePipeline> =>
    guard(
      () =>
        device.createComputePipelineAsync({
          layout: 'auto',
          compute: { module: device.createShaderModule({ code }), entryPoint },
        }),
      'cold',
    );
  const uniform = (words: Words): GPUBuffer => {
    const buffer = device.createBuffer({
      size: Math.ceil(words.byteLength / 16) * 16,
      usage: usage.uniform | usage.copyTarget,
    });
    device.queue.writeBuffer(buffer, 0, words);
    return buffer;
  };
  const bindGroup = ({ pipeline, buffers }: Dispatch, params: GPUBuffer): GPUBindGroup => {
    const entries = Object.entries({ 0: params, ...buffers }).map(([binding, buffer]) => ({
      binding: Number(binding),
      resource: { buffer },
    }));
    return device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  };
  const encode = (dispatches: readonly Dispatch[], params: ReadonlyMap<Dispatch, GPUBuffer>): GPUCommandBuffer => {
    const groups = new Map([...params].map(([dispatch, buffer]) => [dispatch, bindGroup(dispatch, buffer)]));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const dispatch of dispatches) {
      pass.setPipeline(dispatch.pipeline);
      pass.setBindGroup(0, groups.get(dispatch));
      pass.dispatchWorkgroups(dispatch.workgroups);
    }
    pass.end();
    return encoder.finish();
  };
  /** @returns milliseconds until the device has done it */
  const submit = async (commands: GPUCommandBuffer, uses: Iterable<object>): Promise<number> =>
    guard(async () => {
      const begun = performance.now();
      device.queue.submit([commands]);
      await device.queue.onSubmittedWorkDone();
      return performance.now() - begun;
    }, boundFor(uses));

  return {
    limits: device.limits,
    features: new Set(device.features),
    matrixConfigs,
    speaks: async (languageFeature) => {
      try {
        await compile(`requires ${languageFeature};\n@compute @workgroup_size(1) fn nothing() {}`, 'nothing');
        return true;
      } catch (error) {
        if (error instanceof GpuFault && error.kind === 'invalid') return false;
        throw error;
      }
    },
    pipeline: compile,
    storage: (bytes) =>
      guard(
        () => device.createBuffer({ size: bytes, usage: usage.storage | usage.copySource | usage.copyTarget }),
        'cold',
      ),
    clear: (buffer) =>
      guard(
        async () => {
          const encoder = device.createCommandEncoder();
          encoder.clearBuffer(buffer);
          device.queue.submit([encoder.finish()]);
          await device.queue.onSubmittedWorkDone();
        },
        boundFor([buffer]),
      ),
    write: (buffer, offsetBytes, words) => guard(() => device.queue.writeBuffer(buffer, offsetBytes, words)),
    read: async (buffer, bytes) => {
      const copy = await guard(() => device.createBuffer({ size: bytes, usage: usage.mapRead | usage.copyTarget }));
      await guard(
        async () => {
          const encoder = device.createCommandEncoder();
          encoder.copyBufferToBuffer(buffer, 0, copy, 0, bytes);
          device.queue.submit([encoder.finish()]);
          await copy.mapAsync(mapForReading);
        },
        boundFor([buffer]),
      );
      const words = new Uint32Array(copy.getMappedRange().slice(0));
      copy.destroy();
      return words;
    },
    run: async (dispatches) => {
      const params = await guard(
        () => new Map([...new Set(dispatches)].map((dispatch) => [dispatch, uniform(dispatch.params)])),
      );
      const uses = [...params.keys()].flatMap(({ pipeline, buffers }) => [pipeline, ...Object.values(buffers)]);
      const tookMs = await submit(await guard(() => encode(dispatches, params)), uses);
      for (const buffer of params.values()) buffer.destroy();
      return tookMs;
    },
    roundTrips: async (dispatch, times) => {
      const params = await guard(() => uniform(dispatch.params));
      const commands = await guard(() =>
        Array.from({ length: times }, () => encode([dispatch], new Map([[dispatch, params]]))),
      );
      const begun = performance.now();
      await guard(
        async () => {
          for (const command of commands) {
            device.queue.submit([command]);
            await device.queue.onSubmittedWorkDone();
          }
        },
        boundFor([dispatch.pipeline, ...Object.values(dispatch.buffers)]),
      );
      const tookMs = performance.now() - begun;
      params.destroy();
      return tookMs;
    },
    staging: (bytes, direction) =>
      guard(
        () =>
          device.createBuffer({
            size: bytes,
            usage: direction === 'upload' ? usage.mapWrite | usage.copySource : usage.mapRead | usage.copyTarget,
          }),
        'cold',
      ),
    mapped: async (staging, visit) => {
      await guard(() => staging.mapAsync(staging.usage & usage.mapWrite ? mapForWriting : mapForReading));
      try {
        return visit(new Uint32Array(staging.getMappedRange()));
      } finally {
        staging.unmap();
      }
    },
    copy: async (source, target, offsetBytes, bytes) => {
      const commands = await guard(() => {
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(source, offsetBytes, target, offsetBytes, bytes);
        return encoder.finish();
      });
      return submit(commands, [source, target]);
    },
    end: () => device.destroy(),
  };
};

/** What Dawn's adapters have beyond the types of WebGPU. */
interface DawnAdapterInfo {
  subgroupMatrixConfigs?: readonly MatrixConfig[];
}

const matrixConfigsOf = ({ info }: GPUAdapter): MatrixConfig[] =>
  ((info as DawnAdapterInfo).subgroupMatrixConfigs ?? []).map(({ componentType, resultComponentType, M, N, K }) => ({
    componentType,
    resultComponentType,
    M,
    N,
    K,
  }));

/**
 * Opens a device with the adapter's own buffer limits and the wanted features that it has.
 *
 * @param adapterName see openAdapter
 * @param watch what each of its waits goes through
 * @throws GpuFault `no_adapter`, or `invalid` with the driver's words when it gives no device
 */
export const openSession = (adapterName: string | null, watch: Watch = unwatched): Promise<GpuSession> =>
  watch('cold', async () => {
    const adapter = await openAdapter(adapterName);
    if (!adapter)
      throw new GpuFault('no_adapter', adapterName === null ? 'no adapter' : `no adapter named ${adapterName}`);
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const matrixConfigs = matrixConfigsOf(adapter);
    const device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
      requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[],
    });
    return createSession(device, matrixConfigs, watch);
  });

/** Opens a session for `work` and ends it afterwards; giving much memory back may take a driver a while. */
export const withSession = async <T>(
  adapterName: string | null,
  watch: Watch,
  work: (session: GpuSession) => Promise<T>,
): Promise<T> => {
  const session = await openSession(adapterName, watch);
  try {
    return await work(session);
  } finally {
    await watch('cold', () => session.end());
  }
};

/**
 * The largest power-of-two buffer to ask for. A limit that is itself a power of two is not trusted: SwiftShader names
 * exactly 1 GiB and fails there, but not 256 bytes below.
 */
export const largestBufferBytes = (
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>,
): number => {
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize) - 256;
  return 2 ** Math.min(30, Math.floor(Math.log2(limit)));
};
