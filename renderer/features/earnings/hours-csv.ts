/**
 * Writes closed hours as comma-separated text for a spreadsheet: one row an hour with every amount, exact, with a point
 * for the decimals and times in UTC, whatever the language on screen. Pure.
 */
import type { ReportedHour } from '../../../shared/contract/app/earnings.ts';
import { ioText } from '../../../shared/units/money.ts';
import { csvText } from './csv-text.ts';

const gates = ['class', 'stake', 'tier', 'verified_hours', 'uptime'] as const;

const columns = [
  ...['epoch', 'from', 'to', 'state', 'class', 'cards', 'not_counted', 'minutes', 'proofs_passed', 'proofs_asked'],
  ...['gross_io', 'lost_to_minutes_io', 'lost_to_proofs_io', ...gates.map((gate) => `lost_to_${gate}_io`)],
  ...['reward_io', 'to_supporters_io', 'held_back_io', 'jobs', 'job_price_io', 'job_fee_io', 'paid_io'],
  ...['stake_taken_io', 'power_wh', 'power_cost'],
];

const figure = (value: number | null, places: number): string => (value === null ? '' : value.toFixed(places));

/** @param hours  in any order; the oldest comes first. `power_cost` is in the owner's own money; empty is not known */
export const hoursCsv = (hours: readonly ReportedHour[]): string =>
  csvText([
    columns,
    ...hours
      .toSorted((left, right) => left.epoch - right.epoch)
      .map((hour) => {
        const { reason } = hour;
        return [
          ...[String(hour.epoch), new Date(hour.from).toISOString(), new Date(hour.to).toISOString(), hour.state],
          ...[reason?.class ?? '', String(reason?.count ?? '')],
          reason === null ? 'not_heard' : (reason.ineligible ?? ''),
          ...[String(reason?.minutes ?? 0), String(reason?.proofsPassed ?? 0), String(reason?.proofsAsked ?? 0)],
          ...[ioText(hour.gross), ioText(hour.minutes), ioText(hour.proofs)],
          ...gates.map((gate) => ioText(hour.gates[gate] ?? 0n)),
          ...[ioText(reason?.reward ?? 0n), ioText(hour.supporters), ioText(hour.heldBack), hour.jobIds.join(' ')],
          ...[ioText(hour.jobs), ioText(hour.fees), ioText(hour.paid), ioText(hour.stakeTaken)],
          ...[figure(hour.wattHours, 3), figure(hour.powerCost, 6)],
        ];
      }),
  ]);
