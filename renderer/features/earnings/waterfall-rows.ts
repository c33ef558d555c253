/** The rows of the waterfall, in their order, and where each bar stands. Pure; the words are the panel's. */
import type { EarningsReport } from '../../../shared/contract/app/earnings.ts';

export type RowName =
  | 'gross'
  | 'minutes'
  | 'proofs'
  | 'gates'
  | 'supporters'
  | 'heldBack'
  | 'jobs'
  | 'fees'
  | 'paid'
  | 'stakeTaken'
  | 'left';

export interface WaterfallRow {
  readonly name: RowName;
  /** A sum stands on the axis; a step begins where the row before ended. */
  readonly kind: 'sum' | 'step';
  /** Base units; below 0 for what is taken off. */
  readonly amount: bigint;
  /** Of the drawing's width, 0..1, from the reading direction's start. */
  readonly from: number;
  readonly to: number;
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** Rows of nothing stay, so that two spans are read alike. */
export const waterfallRows = (waterfall: EarningsReport['waterfall']): WaterfallRow[] => {
  const { gross, minutes, proofs, gates, supporters, heldBack, jobs, fees, sum, stakeTaken } = waterfall;
  const steps: readonly (readonly [RowName, WaterfallRow['kind'], bigint])[] = [
    ['gross', 'sum', gross],
    ['minutes', 'step', -minutes],
    ['proofs', 'step', -proofs],
    ['gates', 'step', -sumOf(Object.values(gates))],
    ['supporters', 'step', -supporters],
    ['heldBack', 'step', -heldBack],
    ['jobs', 'step', jobs],
    ['fees', 'step', -fees],
    ['paid', 'sum', sum],
    ['stakeTaken', 'step', -stakeTaken],
    ['left', 'sum', sum - stakeTaken],
  ];
  let level = 0n;
  const spans = steps.map(([name, kind, amount]) => {
    const start = kind === 'sum' ? 0n : level;
    const end = start + amount;
    level = end;
    return { name, kind, amount, start, end };
  });
  const ends = spans.flatMap(({ start, end }) => [Number(start), Number(end)]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const place = (value: bigint): number => (high === low ? 0 : (Number(value) - low) / (high - low));
  return spans.map(({ name, kind, amount, start, end }) => {
    const [a, b] = [place(start), place(end)];
    return { name, kind, amount, from: Math.min(a, b), to: Math.max(a, b) };
  });
};
