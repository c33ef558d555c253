/** Runs attacks, the honest population and the figures on one network service, and hands over everything as data. */
import os from 'node:os';
import { openWasmRecompute } from '../../network/verifier/wasm-recompute.ts';
import { referenceRecompute } from '../../shared/domain/proof/recompute.ts';
import { allAttacks } from './all-attacks.ts';
import { type AttackContext, isAsPromised, type Outcome } from './attack.ts';
import { openBenchNetwork } from './bench-network.ts';
import { type ProofFigure, proofFigures } from './figures.ts';
import { type HonestOutcome, honestPopulation, isFair } from './honest.ts';

export interface BenchOptions {
  /** How often each way is tried for real. */
  readonly runs: number;
  /** Of each simulated row. */
  readonly draws: number;
  /** Real honest proofs; 0: no honest population. */
  readonly honestProofs: number;
  readonly withFigures: boolean;
  /** Names of attacks; null: all. */
  readonly only: readonly string[] | null;
}

export interface BenchResult {
  readonly machine: { readonly processor: string; readonly threads: number; readonly node: string };
  readonly runs: number;
  readonly draws: number;
  readonly attacks: {
    readonly name: string;
    readonly tries: string;
    readonly outcomes: Outcome[];
    readonly tookMs: number;
  }[];
  readonly honest: HonestOutcome[];
  readonly figures: ProofFigure[];
  /** Nothing passed that must not, each was refused for its own reason, and no honest proof was. */
  readonly isAsPromised: boolean;
  readonly tookMs: number;
}

const seed = 20_261;

export const runBench = async ({
  runs,
  draws,
  honestProofs,
  withFigures,
  only,
}: BenchOptions): Promise<BenchResult> => {
  const startedAt = performance.now();
  const network = await openBenchNetwork();
  try {
    const arithmetic = openWasmRecompute() ?? referenceRecompute;
    const context: AttackContext = { network, arithmetic, seed, draws };
    const attacks: BenchResult['attacks'] = [];
    for (const attack of allAttacks) {
      if (only !== null && !only.includes(attack.name)) continue;
      const { name, tries } = attack;
      const begunAt = performance.now();
      const outcomes = await attack.run(context, runs);
      attacks.push({ name, tries, outcomes, tookMs: performance.now() - begunAt });
    }
    const honest = honestProofs === 0 ? [] : await honestPopulation(context, honestProofs);
    const figures = withFigures ? await proofFigures(network) : [];
    return {
      machine: {
        processor: os.cpus()[0]?.model ?? 'unknown processor',
        threads: os.availableParallelism(),
        node: process.version,
      },
      runs,
      draws,
      attacks,
      honest,
      figures,
      isAsPromised: attacks.every(({ outcomes }) => outcomes.every(isAsPromised)) && honest.every(isFair),
      tookMs: performance.now() - startedAt,
    };
  } finally {
    await network.close();
  }
};
