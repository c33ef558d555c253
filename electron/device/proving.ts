/** Proofs by this device's probe: what goes wrong with one stands on the board until one goes well. */
import { isPerigeeError, type ProblemCode } from '../../shared/contract/codes.ts';
import type { ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import type { Probe, ProofCall } from '../probe/client.ts';
import type { ProblemBoard } from './problem-board.ts';

const probeCodes: readonly ProblemCode[] = ['PROBE_LOST', 'PROBE_TIMED_OUT', 'PROBE_FAILED'];

/** @param adapterName null: the processor proves; @throws PROBE_LOST, PROBE_TIMED_OUT, PROBE_FAILED, CANCELLED */
export const proveWith =
  (probe: Pick<Probe, 'prove'>, adapterName: string | null, problems: ProblemBoard) =>
  async (spec: ProofSpec, call: ProofCall): Promise<WalkShare[]> => {
    try {
      const shares = await probe.prove(spec, adapterName, call);
      problems.clear(...probeCodes);
      return shares;
    } catch (error) {
      if (isPerigeeError(error) && probeCodes.includes(error.code)) problems.raise(error.problem, error.code);
      throw error;
    }
  };
