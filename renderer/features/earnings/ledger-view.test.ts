import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import { ledgerCsv } from './ledger-csv.ts';
import { entriesOf, epochOf } from './ledger-view.ts';

const entry = (change: Partial<LedgerEntry>): LedgerEntry => ({
  id: 'e',
  from: 0,
  to: 3_600_000,
  kind: 'hourly_reward',
  state: 'confirmed',
  amount: 24_760_000n,
  reference: '489012',
  ...change,
});

const kinds: LedgerEntry['kind'][] = ['hourly_reward', 'job_pay', 'payout', 'slash', 'grant'];
const ledger = kinds.map((kind) => entry({ id: kind, kind }));

describe('the ledger filter', () => {
  it.each([
    ['all', kinds],
    ['jobs', ['job_pay']],
    ['rewards', ['hourly_reward']],
    ['losses', ['slash']],
  ] as const)('%s keeps the right kinds', (filter, expected) =>
    expect(entriesOf(ledger, filter).map(({ kind }) => kind)).toEqual(expected),
  );
});

describe('the hour behind an entry', () => {
  it.each([
    ['an hourly reward', entry({}), 489012],
    ['job pay', entry({ kind: 'job_pay', reference: '12' }), null],
    ['a reference that is no number', entry({ reference: '12a' }), null],
    ['a number too large to be exact', entry({ reference: '9'.repeat(20) }), null],
  ] as const)('is read from %s', (_, input, expected) => expect(epochOf(input)).toBe(expected));
});

describe('the exported ledger', () => {
  it('is exact and has the names of its columns first', () =>
    expect(ledgerCsv([entry({}), entry({ kind: 'slash', state: 'slashed', amount: -1n, reference: 'O1' })])).toBe(
      [
        'from,to,kind,state,amount_io,reference',
        '1970-01-01T00:00:00.000Z,1970-01-01T01:00:00.000Z,hourly_reward,confirmed,0.24760000,489012',
        '1970-01-01T00:00:00.000Z,1970-01-01T01:00:00.000Z,slash,slashed,-0.00000001,O1',
        '',
      ].join('\r\n'),
    ));
  it.each([
    ['=1+1', "'=1+1"],
    ['@cmd', "'@cmd"],
    ['a,"b"', '"a,""b"""'],
  ])('never lets %j run as a formula or break its row', (reference, cell) =>
    expect(
      ledgerCsv([entry({ reference })])
        .split('\r\n')[1]
        ?.split(',0.24760000,')[1],
    ).toBe(cell),
  );
});
