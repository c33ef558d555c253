/** What an attack of the bench is and what came of it. Plain words and numbers; it tries nothing itself. */
import type { Recompute } from '../../shared/domain/proof/recompute.ts';
import type { BenchNetwork } from './bench-network.ts';

/**
 * What an outcome rests on.
 * - `service`: lies and proofs that were worked out here and sent to the real network service over its port
 * - `rules`: the real rules of shared/domain or the real probe, without the service
 * - `projected`: rates that were measured here, carried over to a task that is too large for here
 * - `simulated`: counts drawn at random, with nothing proven
 */
export type Evidence = 'service' | 'rules' | 'projected' | 'simulated';

export interface Outcome {
  /** Which of the attack's ways: `half the lanes`. */
  readonly way: string;
  readonly evidence: Evidence;
  readonly tried: number;
  /** How often it got what it was after. */
  readonly passed: number;
  /** Verdict, code or rule by which it was refused, and how often. */
  readonly refused: Readonly<Record<string, number>>;
  /** Reasons that are right for it, each try having one; null: it may pass, and is only counted. */
  readonly mustFailFor: readonly string[] | null;
  /** What the theory says of its pass rate, 0..1; null where there is none. */
  readonly expectedPassRate: number | null;
  /** Median of its time over an honest prover's on this machine; null where time is not the point. */
  readonly slowdown: number | null;
  /** Other figures that the outcome rests on. */
  readonly facts: Readonly<Record<string, number | string>>;
}

export interface AttackContext {
  readonly network: BenchNetwork;
  /** The network's own arithmetic. */
  readonly arithmetic: Recompute;
  /** For everything that is drawn by lot. */
  readonly seed: number;
  /** How many times a simulated row is drawn. */
  readonly draws: number;
}

export interface Attack {
  /** As `--only` takes it. */
  readonly name: string;
  /** One sentence. */
  readonly tries: string;
  /** @param times how often each way is tried for real */
  run(context: AttackContext, times: number): Promise<Outcome[]>;
}

/** An outcome of which only what is named is known. @param reasons of each try, `passed` among them */
export const outcomeOf = (
  said: Pick<Outcome, 'way' | 'evidence' | 'mustFailFor'> &
    Partial<Pick<Outcome, 'expectedPassRate' | 'slowdown' | 'facts'>>,
  reasons: readonly string[],
): Outcome => {
  const refused = reasons.filter((reason) => reason !== 'passed');
  return {
    tried: reasons.length,
    passed: reasons.length - refused.length,
    refused: Object.fromEntries(
      [...Map.groupBy(refused, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
    ),
    expectedPassRate: null,
    slowdown: null,
    facts: {},
    ...said,
  };
};

/** Whether an outcome is what the network promises: nothing passed that must not, and each was refused for its own reason. */
export const isAsPromised = ({ mustFailFor, passed, refused }: Outcome): boolean =>
  mustFailFor === null || (passed === 0 && Object.keys(refused).every((reason) => mustFailFor.includes(reason)));
