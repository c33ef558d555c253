/**
 * The probe's child on the real Dawn, but three of its tasks go wrong once the device is warm: fp32 never comes back from
 * its kernel, int32 has its device taken away, dot4 lets Dawn abort the process. All others are what they are.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Dispatch, type GpuSession, withSession } from '../../electron/probe/gpu-session.ts';
import type { ProbeRequest } from '../../electron/probe/messages.ts';
import { serveRequest } from '../../electron/probe/request.ts';
import { type Served, serveParent } from '../../electron/probe/serve-parent.ts';

/** Ends when the parameter is 0; what it waits for otherwise never comes. */
const waitForEver = /* wgsl */ `
@group(0) @binding(0) var<uniform> params: vec4u;
@group(0) @binding(1) var<storage, read_write> flag: atomic<u32>;
@compute @workgroup_size(1) fn wait() {
  while (atomicLoad(&flag) < params.x) { atomicMax(&flag, 0u); }
}`;

const waiting = async (session: GpuSession, forEver: 0 | 1): Promise<Dispatch> => ({
  pipeline: await session.pipeline(waitForEver, 'wait'),
  params: Uint32Array.of(forEver, 0, 0, 0),
  buffers: { 1: await session.storage(4) },
  workgroups: 1,
});

const hang = async (session: GpuSession, { send }: Served): Promise<void> => {
  const warm = await waiting(session, 0);
  await session.run([warm]);
  send({ kind: 'progress', progress: 0.5 });
  await session.run([{ ...warm, params: Uint32Array.of(1, 0, 0, 0) }]);
};

const loseDevice = async (session: GpuSession, { send }: Served): Promise<void> => {
  const warm = await waiting(session, 0);
  await session.run([warm]);
  send({ kind: 'progress', progress: 0.5 });
  session.end();
  await session.run([warm]);
};

/** Dawn 0.6.2 aborts the process when what create() returned is collected while a device of it exists (dawn.ts). */
const abort = async ({ send }: Served): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { create } = await import('webgpu');
  const device = await (await create([]).requestAdapter())?.requestDevice();
  send({ kind: 'progress', progress: 0.5 });
  for (;;) {
    collect();
    await new Promise((resume) => setImmediate(resume));
    await device?.queue.onSubmittedWorkDone();
  }
};

const serve = (request: ProbeRequest, served: Served): Promise<void> => {
  const kind = request.kind === 'measure' ? request.task.kind : null;
  if (kind === 'fp32_throughput') return withSession(null, served.watch, (session) => hang(session, served));
  if (kind === 'int32_throughput') return withSession(null, served.watch, (session) => loseDevice(session, served));
  if (kind === 'dot4_throughput') return abort(served);
  return serveRequest(request, { ...served, workerEntry: new URL(import.meta.url) });
};

process.on('disconnect', () => process.exit(0));
serveParent(
  (listener) => process.on('message', listener),
  (report) => process.send?.(report),
  serve,
);
