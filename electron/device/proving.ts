/**
 * Proofs by this device's probes, one for each GPU, at the same time: none walks before all have filled, because the
 * network gives every nonce at one instant. What goes wrong stands on the board until a proof goes well.
 */
import { isPerigeeError, type ProblemCode } from '../../shared/contract/codes.ts';
import { type ChallengePart, mostDriverChars } from '../../shared/contract/network/proofs.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { RightOfWay } from '../checks/right-of-way.ts';
import type { FilledPart, ProvePort, WalkedPart } from '../link/prover.ts';
import type { Probe } from '../probe/client.ts';
import type { ProbePool } from '../probe/pool.ts';
import type { ProvingGpu } from './hardware.ts';
import type { ProblemBoard } from './problem-board.ts';
import { type LookAtGpu, watchConditions } from './proof-conditions.ts';

const probeCodes: readonly ProblemCode[] = ['PROBE_LOST', 'PROBE_TIMED_OUT', 'PROBE_FAILED', 'VRAM_SHORT'];

interface Gate {
  /** Resolves with the part's nonce once every part has come and the commitment was answered. */
  pass(filled: FilledPart): Promise<string>;
}

const createGate = (parts: number, commit: Parameters<ProvePort>[1]['onCommit']): Gate => {
  const filled: FilledPart[] = [];
  let open: (nonces: Promise<{ gpu: number; nonce: string }[]>) => void = () => undefined;
  const opened = new Promise<{ gpu: number; nonce: string }[]>((resolve) => {
    open = resolve;
  });
  return {
    pass: async (own) => {
      filled.push(own);
      if (filled.length === parts) open(commit(filled.toSorted((a, b) => a.gpu - b.gpu)));
      const given = (await opened).find(({ gpu }) => gpu === own.gpu);
      if (given === undefined) throw new RangeError(`no nonce for GPU ${own.gpu}`);
      return given.nonce;
    },
  };
};

/**
 * @param gpus in the order of the claim; empty: the processor proves
 * @throws PROBE_LOST, PROBE_TIMED_OUT, PROBE_FAILED, VRAM_SHORT, CANCELLED: of the first part that fails, the others are
 *   broken off
 */
export const proveWith =
  (options: {
    pool: Pick<ProbePool, 'for'>;
    /** Of the hardware: a check in progress makes room. */
    way: Pick<RightOfWay, 'proof'>;
    gpus: readonly ProvingGpu[];
    problems: ProblemBoard;
    clock: Clock;
    /** Told of the GPUs that are worked on; what it returns is told of the end. */
    beginUse?: (gpuIds: readonly string[]) => () => void;
    /** Without it nothing is said of what a card was at. */
    lookAt?: LookAtGpu;
  }): ProvePort =>
  async (parts, { onCommit, signal, deadlineMs }) => {
    const { pool, way, gpus, problems, clock, beginUse = () => () => undefined, lookAt } = options;
    const stop = new AbortController();
    const gate = createGate(parts.length, onCommit);
    const probeOf = (gpu: number): Probe => pool.for(gpus[gpu]?.selector ?? null);
    const proveOne = async ({ gpu, spec }: ChallengePart): Promise<WalkedPart> => {
      const card = gpus[gpu] ?? null;
      const conditions = card === null || lookAt === undefined ? null : watchConditions(lookAt, card.id);
      const begunMs = clock.monotonic();
      let filledMs = begunMs;
      let walkFromMs = begunMs;
      const walked = await probeOf(gpu).prove(spec, card?.adapterName ?? null, {
        signal: AbortSignal.any([signal, stop.signal]),
        deadlineMs,
        onProgress: () => conditions?.working(),
        onCommit: async (fillShares) => {
          conditions?.resting();
          filledMs = clock.monotonic();
          const nonce = await gate.pass({ gpu, fillShares });
          walkFromMs = clock.monotonic();
          return nonce;
        },
      });
      conditions?.resting();
      return {
        gpu,
        walkShares: walked.shares,
        telemetry: {
          fillMs: filledMs - begunMs,
          walkMs: clock.monotonic() - walkFromMs,
          dispatchMs: walked.dispatchMs,
          subgroupSize: walked.subgroupSize,
          adapterHash: walked.adapterHash,
          driver: card?.driver?.slice(0, mostDriverChars) ?? null,
          conditions: conditions?.seen() ?? null,
        },
      };
    };
    const giveBack = await way.proof(signal);
    const endUse = beginUse(gpus.map(({ id }) => id));
    try {
      const walked = await Promise.all(parts.map(proveOne));
      problems.clear(...probeCodes);
      return walked;
    } catch (error) {
      stop.abort();
      if (isPerigeeError(error) && probeCodes.includes(error.code)) problems.raise(error.problem, error.code);
      throw error;
    } finally {
      endUse();
      // a child that was broken off may still compute
      void Promise.all(parts.map(({ gpu }) => probeOf(gpu).atRest())).then(giveBack);
    }
  };
