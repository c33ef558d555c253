/** What the child does for each request: opens the device, runs the check, and turns what can go wrong into a report. */
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { measureBandwidth } from './bandwidth.ts';
import { measureCpu } from './cpu-throughput.ts';
import { listAdapters } from './dawn.ts';
import { measureFp32 } from './fp32.ts';
import { GpuFault, type GpuSession, openSession } from './gpu-session.ts';
import type { Measurement, MeasureTask, ProbeReport, ProbeRequest } from './messages.ts';
import { createGpuProver } from './prove-gpu.ts';
import { checkPattern } from './vram-pattern.ts';
import { WrongOutput } from './windows.ts';

export interface RequestContext {
  send: (report: ProbeReport) => void;
  /** Resolves with the nonce that follows the fill shares. */
  nextNonce: () => Promise<string>;
  /** Module to load for the processor's threads. */
  workerEntry: URL;
}

const withSession = async <T>(adapterName: string | null, work: (session: GpuSession) => Promise<T>): Promise<T> => {
  const session = await openSession(adapterName);
  try {
    return await work(session);
  } finally {
    session.end();
  }
};

const runMeasure = (task: MeasureTask, report: (progress: number) => void, workerEntry: URL): Promise<Measurement> => {
  switch (task.kind) {
    case 'fp32_throughput':
      return withSession(task.adapterName, (session) => measureFp32(session, task, report));
    case 'memory_bandwidth':
      return withSession(task.adapterName, (session) => measureBandwidth(session, task.bytes, task, report));
    case 'vram_pattern':
      return withSession(task.adapterName, (session) => checkPattern(session, task, report));
    case 'cpu_throughput':
      return measureCpu(task.threads, workerEntry, task, report);
  }
};

/** A wrong or refused result is a verdict; no device, no memory or a lost device is a failure of the request. */
const measure = async (
  task: MeasureTask,
  report: (progress: number) => void,
  workerEntry: URL,
): Promise<Measurement> => {
  try {
    return await runMeasure(task, report, workerEntry);
  } catch (error) {
    const isWrong = error instanceof WrongOutput || (error instanceof GpuFault && error.kind === 'invalid');
    if (isWrong) return { verdict: 'invalid', figure: null, coverage: null, detail: error.message };
    throw error;
  }
};

interface Prover {
  fill(report: (progress: number) => void): Promise<FillShare[]>;
  walk(nonce: string, report: (progress: number) => void): Promise<WalkShare[]>;
}

/** The reference prover, letting messages through at each of its pauses. */
const createYieldingProver = (spec: ProofSpec): Prover => {
  let report: (progress: number) => void = () => {};
  const prover = createCpuProver(spec, (progress) => {
    report(progress);
    return new Promise((resume) => setImmediate(resume));
  });
  return {
    fill: (next) => {
      report = next;
      return prover.fill();
    },
    walk: (nonce, next) => {
      report = next;
      return prover.walk(nonce);
    },
  };
};

/** Fill and walk each take half of the progress. */
const prove = async (
  prover: Prover,
  { send, nextNonce }: RequestContext,
  report: (progress: number) => void,
): Promise<void> => {
  send({ kind: 'filled', shares: await prover.fill((progress) => report(progress / 2)) });
  send({ kind: 'walked', shares: await prover.walk(await nextNonce(), (progress) => report(0.5 + progress / 2)) });
};

/** @throws whatever keeps the request from being done; the child reports its message as `failed` */
export const serveRequest = async (request: ProbeRequest, context: RequestContext): Promise<void> => {
  const { send } = context;
  const report = (progress: number): void => send({ kind: 'progress', progress: Math.min(1, progress) });
  switch (request.kind) {
    case 'list_adapters':
      return send({ kind: 'adapters', adapters: await listAdapters() });
    case 'measure':
      return send({ kind: 'measurement', measurement: await measure(request.task, report, context.workerEntry) });
    case 'prove': {
      const { spec, adapterName } = request;
      if (spec.target === 'cpu') return prove(createYieldingProver(spec), context, report);
      return withSession(adapterName, async (session) => prove(await createGpuProver(session, spec), context, report));
    }
    case 'nonce':
      throw new Error('a nonce without a proof');
  }
};
