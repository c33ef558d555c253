/** Asks the core where the last closed hours' earnings went; again when an hour has closed or a price was changed. */
import type { EarningsReport } from '../../../shared/contract/app/earnings.ts';
import { type Reading, useReading } from '../../client/reading.ts';
import { useTopic } from '../../client/store.ts';

/** Network hours: a day, a week, thirty days. */
export const spans = ['24', '168', '720'] as const;
export type Span = (typeof spans)[number];

const everyMs = 300_000;

/** Asks nothing before this PC has joined, or of whoever has no hour that closed. */
export const useReport = (span: Span): Reading<EarningsReport> => {
  const { hours } = useTopic('earnings');
  const { device } = useTopic('status');
  const { coinWorth, powerPrice, tariff } = useTopic('settings');
  const newest = hours.findLast(({ state }) => state !== 'estimate')?.epoch ?? null;
  const question =
    device === null || newest === null ? null : JSON.stringify([span, newest, coinWorth, powerPrice, tariff]);
  return useReading(question, (core, signal) => core.earnings.report({ hours: Number(span) }, { signal }), everyMs);
};
