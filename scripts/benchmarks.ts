/**
 * `npm run figures`: measures everything that docs/benchmarks.md says and writes that page. A target that was missed is
 * written down as missed. Takes about an hour and a quarter and wants the machine to itself.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { runBench } from './attacks/run-bench.ts';
import { attackSection, proofSection } from './benchmarks/attack-section.ts';
import { checkSection } from './benchmarks/check-section.ts';
import { clpeakSection } from './benchmarks/clpeak-section.ts';
import { gpuSection } from './benchmarks/gpu-section.ts';
import { networkParts } from './benchmarks/network-section.ts';
import { patternSection } from './benchmarks/pattern-section.ts';
import { workerSection } from './benchmarks/worker-section.ts';
import { buildIfStale } from './build.ts';

const pagePath = join(import.meta.dirname, '../docs/benchmarks.md');

const onlyNamed = process.argv.slice(2);
const isWanted = (name: string): boolean => onlyNamed.length === 0 || onlyNamed.includes(name);

/** The text under a heading of the page as it is; null where it has none. */
const before = (heading: string): string | null => {
  const page = existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : '';
  const [, rest] = page.split(`\n## ${heading}\n\n`);
  return rest?.split('\n## ', 1)[0]?.trim() ?? null;
};

const gibibytes = Math.round(os.totalmem() / 2 ** 30);
const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${gibibytes} GiB, ${process.platform}, Node ${process.version}`;

/**
 * @param measure null: this machine has nothing to measure it on
 * @returns the heading with what was measured under it, or with what stood there where nothing was
 */
const section = async (
  name: string,
  heading: string,
  measure: () => string | null | Promise<string | null>,
): Promise<string> => {
  const begunMs = performance.now();
  const text = isWanted(name) ? await measure() : null;
  if (text === null) return `## ${heading}\n\n${before(heading) ?? 'Not measured yet.'}`;
  console.log(`${name} (${((performance.now() - begunMs) / 1000).toFixed(0)} s)`);
  const at = `${new Date().toISOString().slice(0, 10)}, load ${os.loadavg()[0]?.toFixed(1)} at the end.`;
  return `## ${heading}\n\n${at}\n\n${text}`;
};

/** Two sections are about the same runs. */
const attempted: { bench: Awaited<ReturnType<typeof runBench>> | null } = { bench: null };
const attacks = async (): Promise<Awaited<ReturnType<typeof runBench>>> => {
  attempted.bench ??= await runBench({ runs: 3, draws: 1_000_000, honestProofs: 32, withFigures: true, only: null });
  return attempted.bench;
};

if (isWanted('workers') || isWanted('checks')) await buildIfStale();
const sections = [
  await section('gpu', 'A real card', gpuSection),
  await section('workers', 'Workers', workerSection),
  await section('proofs', 'What a proof costs', async () => proofSection(await attacks())),
  await section('attacks', 'Attacks', async () => attackSection(await attacks())),
  await section('patterns', 'Patterns', patternSection),
  await section('clpeak', 'fp32 beside clpeak on the same processor', clpeakSection),
  await section('checks', 'The check suite', checkSection),
];
for (const { name, heading, measure } of networkParts)
  sections.push(await section(onlyNamed.includes('network') ? 'network' : name, heading, measure));
const isAsPromised = attempted.bench?.isAsPromised ?? true;

writeFileSync(
  pagePath,
  `# Benchmarks

Made by \`npm run figures\`; not written by hand. With names after it (\`gpu\`, \`workers\`, \`proofs\`, \`attacks\`, \`patterns\`,
\`clpeak\`, \`checks\`, and \`network\` with its parts \`curve\`, \`rate\`, \`storm\`, \`ledger\`, \`closing\`) only those sections
are measured anew; \`gpu\` only where there is a GPU, and what was measured elsewhere is kept. ${machine}.

All but the section about a real card is of a machine without a GPU. Kernels ran on software Vulkan drivers: they show
that every figure is of verified work and how long the suite takes, and say nothing about a card. What an H200 showed
before there was such a section is in [real-card.md](real-card.md).

${sections.join('\n\n')}

## Not measured here

AMD, Intel and Apple GPUs, consumer cards, several cards in one PC, a card's clocks over half an hour, Windows and macOS:
each needs hardware that was not at hand. \`npm test\` on a machine with a GPU runs \`tests/hardware\`.
`,
);
console.log(`written to docs/benchmarks.md${isAsPromised ? '' : ', with a broken promise among the attacks'}`);
process.exitCode = isAsPromised ? 0 : 1;
