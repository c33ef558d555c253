/**
 * The child's part in a proof: takes the memory, fills, waits for the nonce, walks. On a GPU or on the processor, the
 * answer is the same bit for bit.
 */
import { createHash } from 'node:crypto';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { GpuFault, type GpuSession, withSession } from './gpu-session.ts';
import type { ProbeReport } from './messages.ts';
import { createGpuProver } from './prove-gpu.ts';
import type { Served } from './serve-parent.ts';
import { measureSubgroupSize } from './subgroup-size.ts';
import type { Walked } from './walk-stage.ts';

interface Prover {
  fill(report: (progress: number) => void): Promise<FillShare[]>;
  walk(nonce: string, report: (progress: number) => void): Promise<Walked>;
}

/** How the device behaves, as far as it can be read without knowing its name. */
type Behaviour = Pick<Extract<ProbeReport, { kind: 'walked' }>, 'subgroupSize' | 'adapterHash'>;

const noDevice: Behaviour = { subgroupSize: null, adapterHash: null };

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
    walk: async (nonce, next) => {
      report = next;
      return { shares: await prover.walk(nonce), dispatchMs: [] };
    },
  };
};

/** Fill and walk each take half of the progress. */
const prove = async (prover: Prover, behaviour: Behaviour, { send, nextNonce }: Served): Promise<void> => {
  const report = (progress: number): void => send({ kind: 'progress', progress: Math.min(1, progress) });
  send({ kind: 'filled', shares: await prover.fill((progress) => report(progress / 2)) });
  const walked = await prover.walk(await nextNonce(), (progress) => report(0.5 + progress / 2));
  send({ kind: 'walked', ...walked, ...behaviour });
};

/** Limits and features alone: two cards of one model and driver have one hash, a renamed card keeps its own. */
const hashOf = ({ limits, features }: GpuSession): string => {
  const names = Object.keys(Object.getPrototypeOf(limits) as object).sort();
  const figures = names.map((name) => `${name}=${String((limits as unknown as Record<string, unknown>)[name])}`);
  return createHash('sha256')
    .update([...figures, ...[...features].sort()].join('\n'))
    .digest('hex');
};

const proveOnGpu = async (session: GpuSession, spec: ProofSpec, context: Served): Promise<void> => {
  let prover: Prover;
  try {
    prover = await createGpuProver(session, spec);
  } catch (error) {
    if (!(error instanceof GpuFault && error.kind === 'out_of_memory')) throw error;
    return context.send({ kind: 'short', heldBytes: error.heldBytes ?? 0, neededBytes: provenBytes(spec) });
  }
  const subgroupSize = await measureSubgroupSize(session).catch(() => null);
  await prove(prover, { subgroupSize, adapterHash: hashOf(session) }, context);
};

/** @throws whatever keeps the proof from being made, but for a lack of memory, which is an answer */
export const serveProof = async (spec: ProofSpec, adapterName: string | null, context: Served): Promise<void> => {
  if (spec.target === 'cpu') return prove(createYieldingProver(spec), noDevice, context);
  await withSession(adapterName, context.watch, (session) => proveOnGpu(session, spec, context));
};
