/**
 * Verifies answers with the arithmetic that the record names, and looks at some of them with another one beside it. The
 * second never decides: where the two differ, an alarm is raised and the first one's word stands.
 */
import { randomInt } from 'node:crypto';
import type { FillShare, ProofSpec, WalkShare } from '../../../shared/contract/network/proofs.ts';
import type { ParameterRecord, VerifierName } from '../../../shared/domain/parameters/record.ts';
import { type Recompute, referenceRecompute } from '../../../shared/domain/proof/recompute.ts';
import {
  createVerifier,
  type Sampling,
  type Verification,
  type Verifier,
} from '../../../shared/domain/proof/verify.ts';

/** Shares recomputed of each stage: a fifth of them made up passes once in two million. */
const sampledShares = 64;

export interface Disagreement {
  readonly enforcing: string;
  readonly shadow: string;
  readonly enforcingVerdict: Verification;
  readonly shadowVerdict: Verification;
  readonly spec: ProofSpec;
}

export interface Verifying {
  /** The arithmetic whose word stands. */
  readonly recompute: Recompute;
  /** Fill first; a fill that does not pass is the answer. */
  judge(
    spec: ProofSpec,
    answer: {
      readonly nonce: string;
      readonly fillShares: readonly FillShare[];
      readonly walkShares: readonly WalkShare[];
    },
  ): Verification;
}

/** The same draw for both: they must look at the same shares. */
const drawOf = (): (() => Sampling) => {
  const drawn = Array.from({ length: 2 * sampledShares }, () => randomInt(2 ** 47) / 2 ** 47);
  return () => {
    let at = 0;
    return {
      sample: sampledShares,
      random: () => {
        at += 1;
        return drawn[(at - 1) % drawn.length] as number;
      },
    };
  };
};

export const createVerifying = (options: {
  /** The record that holds when it is asked. */
  inForce: () => Pick<ParameterRecord, 'verifier' | 'shadowVerifier' | 'shadowEvery'>;
  arithmetic: Readonly<Record<VerifierName, Recompute>>;
  onDisagreement: (disagreement: Disagreement) => void;
}): Verifying => {
  const { inForce, arithmetic, onDisagreement } = options;
  const verifiers: Readonly<Record<VerifierName, Verifier>> = {
    reference: createVerifier(arithmetic.reference),
    webassembly: createVerifier(arithmetic.webassembly),
  };
  let judged = 0;

  const judge = (
    verifier: Verifier,
    sampling: Sampling,
    ...[spec, { nonce, fillShares, walkShares }]: Parameters<Verifying['judge']>
  ): Verification => {
    const fill = verifier.fill(spec, fillShares, sampling);
    if (fill.verdict !== 'passed') return fill;
    const walk = verifier.walk(spec, nonce, walkShares, sampling);
    return { ...walk, checked: fill.checked + walk.checked, wrong: walk.wrong };
  };

  return {
    get recompute() {
      return arithmetic[inForce().verifier];
    },
    judge: (spec, answer) => {
      const { verifier, shadowVerifier, shadowEvery } = inForce();
      const draw = drawOf();
      const decided = judge(verifiers[verifier], draw(), spec, answer);
      judged += 1;
      if (shadowVerifier !== null && judged % shadowEvery === 0) {
        const other = judge(verifiers[shadowVerifier], draw(), spec, answer);
        if (other.verdict !== decided.verdict || other.wrong !== decided.wrong) {
          onDisagreement({
            enforcing: arithmetic[verifier].name,
            shadow: arithmetic[shadowVerifier].name,
            enforcingVerdict: decided,
            shadowVerdict: other,
            spec,
          });
        }
      }
      return decided;
    },
  };
};

export const arithmeticOf = (webAssembly: Recompute | null): Readonly<Record<VerifierName, Recompute>> => ({
  reference: referenceRecompute,
  // Where the engine has no WebAssembly SIMD, the reference is slower and just as right.
  webassembly: webAssembly ?? referenceRecompute,
});
