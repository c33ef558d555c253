import { describe, expect, it } from 'vitest';
import type { ReportedHour } from '../../../shared/contract/app/earnings.ts';
import { csvText } from './csv-text.ts';
import { hoursCsv } from './hours-csv.ts';

const reason: NonNullable<ReportedHour['reason']> = {
  ...{ epoch: 8, class: 'rtx-4090', pool: 1n, weight: 1250, count: 2, connBps: 10_050, tierBps: 10_000, rampBps: 7500 },
  ...{
    eligBps: 7125,
    score: 1n,
    scoreSum: 1n,
    reward: 236_940_200n,
    ownerPart: 200_000_000n,
    supportersPart: 36_940_200n,
  },
  ...{ shareBps: 3000, proofsPassed: 3, proofsAsked: 4, minutes: 57, ineligible: null },
};
const hour: ReportedHour = {
  ...{ epoch: 8, from: Date.UTC(2026, 10, 20, 8), to: Date.UTC(2026, 10, 20, 9), state: 'confirmed', reason },
  ...{ gross: 330_000_000n, minutes: 20_000_000n, proofs: 73_059_800n },
  gates: { class: 0n, stake: 0n, tier: 0n, verified_hours: 0n, uptime: 0n },
  ...{
    supporters: 36_940_200n,
    heldBack: -5n,
    jobs: 100n,
    fees: 1n,
    sum: 200_000_104n,
    paid: 200_000_104n,
    stakeTaken: 0n,
  },
  ...{ jobIds: ['j-1', 'j-2'], wattHours: 412.5, powerCost: 0.125 },
};
const away: ReportedHour = {
  ...{
    ...hour,
    epoch: 7,
    reason: null,
    gross: 0n,
    minutes: 0n,
    proofs: 0n,
    supporters: 0n,
    heldBack: 0n,
    jobs: 0n,
    fees: 0n,
  },
  ...{ sum: 0n, paid: 0n, jobIds: [], wattHours: null, powerCost: null },
};

/** As a spreadsheet reads it. */
const read = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('the file of hours', () => {
  it('has every amount of an hour under a name, exact, whatever the language', () => {
    const [names = [], , row = []] = read(hoursCsv([hour, away]));
    expect(names).toHaveLength(row.length);
    const told = Object.fromEntries(names.map((name, at) => [name, row[at]]));
    expect(told).toEqual({
      ...{ epoch: '8', from: '2026-11-20T08:00:00.000Z', to: '2026-11-20T09:00:00.000Z', state: 'confirmed' },
      ...{ class: 'rtx-4090', cards: '2', not_counted: '', minutes: '57', proofs_passed: '3', proofs_asked: '4' },
      ...{ gross_io: '3.30000000', lost_to_minutes_io: '0.20000000', lost_to_proofs_io: '0.73059800' },
      ...{ lost_to_class_io: '0.00000000', lost_to_stake_io: '0.00000000', lost_to_tier_io: '0.00000000' },
      ...{ lost_to_verified_hours_io: '0.00000000', lost_to_uptime_io: '0.00000000', reward_io: '2.36940200' },
      ...{ to_supporters_io: '0.36940200', held_back_io: '-0.00000005', jobs: 'j-1 j-2', job_price_io: '0.00000100' },
      ...{ job_fee_io: '0.00000001', paid_io: '2.00000104', stake_taken_io: '0.00000000', power_wh: '412.500' },
      power_cost: '0.125000',
    });
  });

  it('adds up in its own columns', () => {
    const [names = [], , row = []] = read(hoursCsv([hour, away]));
    const units = (name: string): bigint => BigInt((row[names.indexOf(name)] ?? '').replace('.', ''));
    const lost = names.filter((name) => name.startsWith('lost_to_')).reduce((sum, name) => sum + units(name), 0n);
    expect(units('gross_io') - lost).toBe(units('reward_io'));
    const kept = units('reward_io') - units('to_supporters_io') - units('held_back_io');
    expect(kept + units('job_price_io') - units('job_fee_io')).toBe(units('paid_io'));
  });

  it('begins with the oldest hour, and leaves empty what is not known', () => {
    const [names = [], first = []] = read(hoursCsv([hour, away]));
    const at = (name: string) => first[names.indexOf(name)];
    expect([at('epoch'), at('not_counted'), at('class'), at('power_wh'), at('power_cost')]).toEqual([
      '7',
      'not_heard',
      '',
      '',
      '',
    ]);
  });

  it('lets no text of the network become a formula', () => {
    const [, row = []] = read(
      hoursCsv([{ ...hour, jobIds: ['=1+1'], reason: { ...reason, class: '@cmd', ineligible: '+x' } }]),
    );
    expect(row).toContain("'=1+1");
    expect(row).toContain("'@cmd");
    expect(row).toContain("'+x");
  });
});

describe('rows of text', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['two\nlines', '"two\nlines"'],
    ['=cmd()', "'=cmd()"],
    ['-2+3', "'-2+3"],
    ['\tx', "'\tx"],
    ['-0.50000000', '-0.50000000'],
    ['', ''],
  ])('writes %j as %j', (text, written) => expect(csvText([[text, 'x']])).toBe(`${written},x\r\n`));
});
