/** What a real card does: every figure beside its data sheet, two beside clpeak's in the same run, and the proof. */
import os from 'node:os';
import { budgets } from '../../electron/checks/budgets.ts';
import { planChecks } from '../../electron/checks/suite.ts';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import type { CheckKind, Figure } from '../../shared/contract/app/checks.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import { modelOf } from '../../shared/domain/hardware/catalogue.ts';
import { referenceFor } from '../../shared/domain/hardware/reference.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { proveAsAsked } from '../../tests/hardware/network-proof.ts';
import { openRealCards, type RealCards } from '../../tests/hardware/real-cards.ts';
import { type ClpeakTest, findClpeak, runClpeak } from '../../tests/probe/clpeak.ts';
import { short, table } from './table.ts';

const never = new AbortController().signal;
const deadlineMs = 60_000;

/** The kinds of a full check by the windows of a quick one. */
const figureTasks = ({ inventory }: RealCards, gpu: Gpu, usedBytes: number | null): MeasureTask[] => {
  const { windows, figureMs } = budgets.quick;
  const facts = { folder: os.tmpdir(), seed: '00'.repeat(32), vramUsedBytes: () => usedBytes };
  return planChecks({ ...inventory, gpus: [gpu] }, 'full', facts).flatMap(({ gpuId, work }) =>
    gpuId !== null && work.via === 'measure' && work.task.kind !== 'vram_pattern'
      ? [{ ...work.task, windows, budgetMs: figureMs, sustainMs: 0 } as MeasureTask]
      : [],
  );
};

const met = (isMet: boolean): string => (isMet ? 'met' : '**missed**');

const sheetCell = (gpu: Gpu, kind: CheckKind, figure: Figure): string => {
  const model = modelOf({ pciId: gpu.pciId.value, name: gpu.name.value });
  const reference = model && referenceFor(model, kind, figure.unit);
  if (!reference) return '–';
  const share = figure.median / reference.value;
  const expected = Math.round(100 * reference.expectedRatio);
  return `${short(100 * share)} % of ${short(reference.value)}, ≥ ${expected} %: ${met(share >= reference.expectedRatio)}`;
};

const besideClpeak: Partial<Record<CheckKind, ClpeakTest>> = {
  fp32_throughput: 'fp32',
  memory_bandwidth: 'bandwidth',
};

const clpeakCell = async (gpu: Gpu, kind: CheckKind, figure: Figure): Promise<string> => {
  const test = besideClpeak[kind];
  const clpeak = findClpeak();
  if (test === undefined || clpeak === null) return '–';
  const theirs = await runClpeak(clpeak, test, gpu.name.value, never).catch(() => null);
  return theirs === null ? 'no figure' : `${short(figure.median / theirs)} of ${short(theirs)}`;
};

const figureRow = async ({ pool }: RealCards, gpu: Gpu, task: MeasureTask): Promise<string[]> => {
  const { verdict, figure, detail } = await pool.for(gpu.selector).measure(task, { signal: never, deadlineMs });
  if (figure === null) return [task.kind, `${verdict}${detail ? ` (${detail})` : ''}`, '–', '–', '–', '–'];
  return [
    task.kind,
    `${short(figure.median)} ${figure.unit}`,
    `${short(figure.p10)}–${short(figure.p90)}`,
    figure.cv === null ? '–' : `${short(100 * figure.cv)} %`,
    sheetCell(gpu, task.kind, figure),
    await clpeakCell(gpu, task.kind, figure),
  ];
};

const proofRows = async ({ pool }: RealCards, gpu: Gpu): Promise<string[][]> => {
  const { task, spec, fillMs, walkMs, verdicts } = await proveAsAsked(pool, gpu);
  const gibibytes = (bytes: number): string => `${short(bytes / 2 ** 30)} GiB`;
  const items = provenBytes(spec) / itemBytes;
  const row = (stage: string, tookMs: number, floorMs: number, limitMs: number, rate: string): string[] => [
    stage,
    `${short(tookMs / 1000)} s`,
    rate,
    `${short(floorMs / 1000)}–${short(limitMs / 1000)} s: ${met(tookMs > floorMs && tookMs < limitMs)}`,
  ];
  return [
    row(
      `fill, ${gibibytes(provenBytes(spec))}, ${verdicts[0]}`,
      fillMs,
      task.fillFloorMs,
      task.fillDeadlineMs,
      `${short((items * 2 * spec.rounds) / fillMs / 1e6)}·10⁹ blocks/s`,
    ),
    row(
      `walk, ${spec.lanes} lanes of ${spec.steps} reads, ${verdicts[1]}`,
      walkMs,
      task.walkFloorMs,
      task.walkDeadlineMs,
      `${short((spec.lanes * spec.steps * itemBytes) / walkMs / 1e6)} GB/s`,
    ),
  ];
};

const vramRow = async ({ pool }: RealCards, gpu: Gpu, usedBytes: number | null): Promise<string> => {
  const free = (gpu.vramBytes.value ?? 0) - (usedBytes ?? 0);
  const task = { kind: 'vram_pattern', depth: 'quick', budgetMs: budgets.quick.vramMs } as const;
  const begun = performance.now();
  const { verdict, coverage } = await pool
    .for(gpu.selector)
    .measure(
      { ...task, adapterName: gpu.adapterName, bytes: Math.floor(0.98 * free) },
      { signal: never, deadlineMs: 3 * deadlineMs },
    );
  const share = (coverage?.coveredBytes ?? 0) / free;
  const seconds = short((performance.now() - begun) / 1000);
  return `Memory check, quick: ${verdict}, ${short(100 * share)} % of what was free (≥ 95 %: ${met(share >= 0.95)}) in ${seconds} s, wrong words ${coverage?.wrongWords}, slow shards ${coverage?.slowShards}.`;
};

const cardText = async (real: RealCards, gpu: Gpu): Promise<string> => {
  const { gpus } = await real.machine.readReadings(real.inventory, never);
  const usedBytes = gpus[gpu.id]?.vramUsedBytes ?? null;
  const rows: string[][] = [];
  for (const task of figureTasks(real, gpu, usedBytes)) rows.push(await figureRow(real, gpu, task));
  const cpu = `${real.inventory.cpu.name}, ${os.availableParallelism()} threads`;
  return [
    `**${gpu.name.value}**, driver ${gpu.driver.value}, ${short((gpu.vramBytes.value ?? 0) / 2 ** 30)} GiB, beside ${cpu}.`,
    table(['check', 'median', 'p10–p90', 'CV', 'data sheet', 'clpeak, same run'], rows),
    'The proof that the network asks of this card by its catalogue:',
    table(['stage', 'took', 'rate', 'floor–deadline'], await proofRows(real, gpu)),
    await vramRow(real, gpu, usedBytes),
  ].join('\n\n');
};

/** @returns null where this machine has no GPU */
export const gpuSection = async (): Promise<string | null> => {
  const real = await openRealCards();
  try {
    const texts: string[] = [];
    for (const gpu of real.cards) texts.push(await cardText(real, gpu));
    return texts.length === 0 ? null : texts.join('\n\n');
  } finally {
    await real.pool.close();
  }
};
