/**
 * `npm run figures`: measures everything that docs/benchmarks.md says and writes that page. A target that was missed is
 * written down as missed. Takes about a quarter of an hour and wants the machine to itself.
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { runBench } from './attacks/run-bench.ts';
import { attackSection, proofSection } from './benchmarks/attack-section.ts';
import { checkSection } from './benchmarks/check-section.ts';
import { clpeakSection } from './benchmarks/clpeak-section.ts';
import { patternSection } from './benchmarks/pattern-section.ts';
import { buildIfStale } from './build.ts';

const pagePath = join(import.meta.dirname, '../docs/benchmarks.md');

const section = async (name: string, measure: () => string | Promise<string>): Promise<string> => {
  const startedAt = performance.now();
  const text = await measure();
  console.log(`${name} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  return text;
};

await buildIfStale();
const checks = await section('the check suite', checkSection);
const clpeak = await section('fp32 beside clpeak', clpeakSection);
const bench = await runBench({ runs: 3, draws: 1_000_000, honestProofs: 32, withFigures: true, only: null });
console.log(`attacks and proofs (${(bench.tookMs / 1000).toFixed(0)} s)`);
const patterns = await section('patterns', patternSection);

const gibibytes = Math.round(os.totalmem() / 2 ** 30);
writeFileSync(
  pagePath,
  `# Benchmarks

Made by \`npm run figures\`; not written by hand. ${new Date().toISOString().slice(0, 10)}, ${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${gibibytes} GiB, ${process.platform}, Node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)} at the end.

This machine has no GPU. Kernels ran on software Vulkan drivers: they show that every figure is of verified work and how
long the suite takes, and say nothing about a card. What needs one is in \`tests/hardware\` and runs wherever one is.

## What a proof costs

${proofSection(bench)}

## Attacks

${attackSection(bench)}

## Patterns

${patterns}

## fp32 beside clpeak on the same processor

${clpeak}

## The check suite

${checks}

## Not measured here

Share of a data sheet's bandwidth and fp32, steadiness and throttling of a card, deadlines against a card's own times,
Windows and macOS: each needs hardware that was not at hand. \`npm test\` on a machine with a GPU runs \`tests/hardware\`.
`,
);
console.log(`written to docs/benchmarks.md${bench.isAsPromised ? '' : ', with a broken promise among the attacks'}`);
process.exitCode = bench.isAsPromised ? 0 : 1;
