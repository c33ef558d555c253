/**
 * One device on one adapter, and the few things the checks do with it. Every operation runs inside error scopes and
 * waits for the device, so that an invalid or skipped dispatch is a GpuFault and never a fast result.
 */
import { openAdapter } from './dawn.ts';

type Words = Uint32Array<ArrayBuffer>;

/** `invalid`: the work was refused, so no result of it may be believed. */
export class GpuFault extends Error {
  override readonly name = 'GpuFault';
  readonly kind: 'invalid' | 'out_of_memory' | 'lost' | 'no_adapter';

  constructor(kind: GpuFault['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface Dispatch {
  pipeline: GPUComputePipeline;
  /** The uniform at binding 0. */
  params: Words;
  /** The storage buffers by binding number: those that the entry point uses, no more and no fewer. */
  buffers: Readonly<Record<number, GPUBuffer>>;
  workgroups: number;
}

export interface GpuSession {
  readonly limits: GPUSupportedLimits;
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
  /** Destroys the device with all its buffers. */
  end(): void;
}

/** WebGPU's own least maximum, so that every adapter can run a dispatch of that many groups. */
export const maxWorkgroups = 65_535;

/** Invocations of one dispatch at most. */
export const mostInvocations = (workgroupSize: number): number => maxWorkgroups * workgroupSize;

// The values of WebGPU's GPUBufferUsage and GPUMapMode, which Dawn for Node does not put on the global object.
const usage = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 } as const;
const mapForReading = 0x1;

/** Popped in the reverse of the order in which they are pushed. */
const scopes = [
  { filter: 'validation', kind: 'invalid' },
  { filter: 'out-of-memory', kind: 'out_of_memory' },
  { filter: 'internal', kind: 'invalid' },
] as const;

/** Fails with what the device found wrong in the calls that `work` makes before it first waits, or with its loss. */
type Guard = <T>(work: () => T | Promise<T>) => Promise<T>;

const createGuard = (device: GPUDevice): Guard => {
  let loss: GpuFault | null = null;
  const lost = device.lost.then(({ message }) => {
    loss = new GpuFault('lost', message);
    throw loss;
  });
  lost.catch(() => {});
  return async (work) => {
    if (loss) throw loss;
    for (const { filter } of scopes) device.pushErrorScope(filter);
    const worked = (async () => work())();
    worked.catch(() => {});
    const popped = scopes.toReversed().map(async ({ kind }) => {
      const error = await device.popErrorScope();
      if (error) throw new GpuFault(kind, error.message);
    });
    await Promise.race([Promise.all(popped), lost]);
    const result = await Promise.race([worked, lost]).catch((error: unknown) => {
      throw error instanceof GpuFault
        ? error
        : new GpuFault('invalid', error instanceof Error ? error.message : String(error));
    });
    if (loss) throw loss;
    return result;
  };
};

const createSession = (device: GPUDevice): GpuSession => {
  const guard = createGuard(device);
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

  return {
    limits: device.limits,
    pipeline: (code, entryPoint) =>
      guard(() =>
        device.createComputePipelineAsync({
          layout: 'auto',
          compute: { module: device.createShaderModule({ code }), entryPoint },
        }),
      ),
    storage: (bytes) =>
      guard(() => device.createBuffer({ size: bytes, usage: usage.storage | usage.copySource | usage.copyTarget })),
    clear: (buffer) =>
      guard(async () => {
        const encoder = device.createCommandEncoder();
        encoder.clearBuffer(buffer);
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
      }),
    write: (buffer, offsetBytes, words) => guard(() => device.queue.writeBuffer(buffer, offsetBytes, words)),
    read: async (buffer, bytes) => {
      const copy = await guard(() => device.createBuffer({ size: bytes, usage: usage.mapRead | usage.copyTarget }));
      await guard(async () => {
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(buffer, 0, copy, 0, bytes);
        device.queue.submit([encoder.finish()]);
        await copy.mapAsync(mapForReading);
      });
      const words = new Uint32Array(copy.getMappedRange().slice(0));
      copy.destroy();
      return words;
    },
    run: async (dispatches) => {
      const params = await guard(
        () => new Map([...new Set(dispatches)].map((dispatch) => [dispatch, uniform(dispatch.params)])),
      );
      const commands = await guard(() => encode(dispatches, params));
      const begun = performance.now();
      await guard(() => {
        device.queue.submit([commands]);
        return device.queue.onSubmittedWorkDone();
      });
      const tookMs = performance.now() - begun;
      for (const buffer of params.values()) buffer.destroy();
      return tookMs;
    },
    end: () => device.destroy(),
  };
};

/**
 * Opens a device with the adapter's own buffer limits.
 *
 * @param adapterName see openAdapter
 * @throws GpuFault `no_adapter`, or `invalid` with the driver's words when it gives no device
 */
export const openSession = async (adapterName: string | null): Promise<GpuSession> => {
  const adapter = await openAdapter(adapterName);
  if (!adapter)
    throw new GpuFault('no_adapter', adapterName === null ? 'no adapter' : `no adapter named ${adapterName}`);
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return createSession(await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } }));
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
