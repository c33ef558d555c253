/**
 * Entry of a forked process that runs one scenario on the real Dawn and sends what came of it: for what the probe's own
 * protocol cannot ask for, such as lost memory or a dispatch that never ran. The memory check and the
 * benchmarks have their own in vram-scenario.ts and benchmark-scenario.ts.
 */

import { type GpuSession, openSession } from '../../electron/probe/gpu-session.ts';
import { kernels } from '../../electron/probe/kernels.ts';
import { createGpuProver } from '../../electron/probe/prove-gpu.ts';
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { outcome } from './outcome.ts';

const mib = 2 ** 20;
const nothing = (): void => {};

export const nonce = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
export const smallSpec: ProofSpec = specFor({
  target: 'gpu',
  seed: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  coverBytes: 6 * mib,
  maxShardBytes: 2 * mib,
  rounds: 2,
  lanes: 4096,
  steps: 16,
  expectedShares: 256,
});

/** The session, but nothing that it is asked to run is run. */
const idle = (session: GpuSession): GpuSession => ({ ...session, run: async () => 0.001 });
/** The session, on a device that binds at most `bytes`. */
const narrow = (session: GpuSession, bytes: number): GpuSession => ({
  ...session,
  limits: { ...session.limits, maxBufferSize: bytes, maxStorageBufferBindingSize: bytes } as GPUSupportedLimits,
});

const proveWith = async (session: GpuSession, spec: ProofSpec): Promise<unknown> => {
  const prover = await createGpuProver(session, spec);
  return { fill: await prover.fill(nothing), walk: (await prover.walk(nonce, nothing)).shares };
};

const scenarios: Record<string, (session: GpuSession) => Promise<unknown>> = {
  'fill that never ran': (session) => outcome(() => proveWith(idle(session), smallSpec)),
  'invalid bind group': async (session) => {
    const pipeline = await session.pipeline(kernels.fma(), 'multiply_add');
    return outcome(() => session.run([{ pipeline, params: new Uint32Array(3), buffers: {}, workgroups: 1 }]));
  },
  'broken kernel': (session) => outcome(() => session.pipeline('fn x( {', 'x')),
  'one buffer too large': (session) => outcome(() => session.storage(2 ** 30)),
  'split shards': (session) => proveWith(narrow(session, mib + 256), smallSpec),
  'memory that is lost after the fill': async (session) => {
    const taken: { buffer: GPUBuffer; bytes: number }[] = [];
    const watched: GpuSession = {
      ...session,
      storage: async (bytes) => {
        const buffer = await session.storage(bytes);
        taken.push({ buffer, bytes });
        return buffer;
      },
    };
    const prover = await createGpuProver(watched, smallSpec);
    await prover.fill(nothing);
    const shard = taken.find(({ bytes }) => bytes === smallSpec.shardBytes);
    if (!shard) throw new Error('no shard was taken');
    await session.write(shard.buffer, 0, new Uint32Array(shard.bytes / 8));
    return outcome(() => prover.walk(nonce, nothing));
  },
  'garbage collection': async (session) => {
    const collect = (globalThis as { gc?: () => void }).gc;
    if (!collect) throw new Error('needs --expose-gc');
    const timer = setInterval(() => collect(), 1);
    const hungry: GpuSession = {
      ...session,
      run: (dispatches) => {
        collect();
        return session.run(dispatches);
      },
    };
    try {
      return await proveWith(hungry, smallSpec);
    } finally {
      clearInterval(timer);
    }
  },
  'lost device': async (session) => {
    session.end();
    return outcome(() => session.storage(1024));
  },
};

const run = async (name: string): Promise<unknown> => {
  const session = await openSession(null);
  try {
    return await (scenarios[name] as (session: GpuSession) => Promise<unknown>)(session);
  } finally {
    session.end();
  }
};

const name = process.argv[2];
if (process.send && name && scenarios[name]) {
  const result = await run(name);
  process.send(result, () => process.disconnect());
}
