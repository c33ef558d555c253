import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../signing/canonical-json.ts';
import { type ReleaseRow, readRow, rowLine, rowSchema } from './row.ts';

const row: ReleaseRow = {
  schema: 1,
  block_id: '20261126T100000.000Z',
  device_id: `d${'0'.repeat(24)}`,
  owner_tag: '0123456789abcdef',
  class: 'rtx-4090',
  count: 2,
  pool: 'enterprise',
  conn_tier: 1,
  country: 'DE',
  tier: 'bronze',
  c_level: 1,
  q_score: 4_200,
  stake: '50000000000',
  required: '50000000000',
  state: 'ready',
  pow_pass: 4,
  pow_total: 4,
  uptime_min: 60,
  exempt: false,
  ramp: 10_000,
  elig: 10_000,
  score: '2506',
  reward: '7',
  owner_part: '5',
  supporters_part: '2',
  slashed: '0',
  reason: null,
  params_version: 1,
};

describe('a row', () => {
  it('has exactly the keys of the rule set', () => {
    const listed =
      'schema, block_id, device_id, owner_tag, class, count, pool, conn_tier, country, tier, c_level, q_score, stake, ' +
      'required, state, pow_pass, pow_total, uptime_min, exempt, ramp, elig, score, reward, owner_part, ' +
      'supporters_part, slashed, reason, params_version';
    expect(Object.keys(rowSchema.shape)).toEqual(listed.split(', '));
  });

  it('is written as its canonical JSON and read back', () => {
    expect(rowLine(row)).toBe(canonicalJson(row));
    expect(readRow(rowLine(row))).toEqual({ row, faults: [] });
  });

  it.each(['wallet', 'email', 'ip', 'hostname', 'city', 'toString'])(
    'with the key %s is refused, and the key is named',
    (key) => {
      expect(readRow(canonicalJson({ ...row, [key]: 'x' }))).toEqual({
        row: null,
        faults: [{ code: 'unknown_key', key, found: null }],
      });
    },
  );

  it('with a prototype of its own is refused', () => {
    const { row: read, faults } = readRow(rowLine(row).replace('{', '{"__proto__":1,'));
    expect(read).toBeNull();
    expect(faults).toHaveLength(1);
  });

  it.each([
    ['device_id', 'janes-pc'],
    ['owner_tag', 'jane@doe.example'],
    ['class', 'Jane Doe'],
    ['class', 'a--b'],
    ['country', 'Berlin'],
    ['country', 'de'],
    ['state', 'sleeping'],
    ['reason', 'jane'],
    ['stake', '-1'],
    ['stake', '01'],
    ['stake', '1.5'],
    ['score', 2_506],
    ['count', 0],
    ['count', 1.5],
    ['uptime_min', 61],
    ['exempt', 1],
    ['schema', 2],
    ['block_id', '2026-11-26T10:00:00Z'],
  ])('with %s as %j is refused, and the key is named', (key, value) => {
    expect(readRow(canonicalJson({ ...row, [key]: value }))).toEqual({
      row: null,
      faults: [{ code: 'bad_value', key, found: JSON.stringify(value) }],
    });
  });

  it.each(Object.keys(row))('without %s is refused', (key) => {
    const { [key as keyof ReleaseRow]: _, ...rest } = row;
    expect(readRow(canonicalJson(rest)).faults).toMatchObject([{ code: 'bad_value', key }]);
  });

  it.each([
    ['white space', (text: string) => text.replace(':', ': ')],
    ['another order', (text: string) => JSON.stringify(JSON.parse(text), Object.keys(row))],
    ['a key twice', (text: string) => text.replace('{', '{"count":9,')],
    ['another spelling of a number', (text: string) => text.replace('"count":2', '"count":2e0')],
    ['an escape that is not needed', (text: string) => text.replace('ready', '\\u0072eady')],
    ['a carriage return', (text: string) => `${text}\r`],
  ])('written with %s is refused', (_what, change) => {
    expect(readRow(change(rowLine(row))).faults).toMatchObject([{ code: 'not_canonical' }]);
  });

  it.each(['', 'null', '7', '[]', '{', '{"a":{"b":1}}', '\u00e9', '['.repeat(20)])('is not %j', (text) => {
    expect(readRow(text).row).toBeNull();
  });
});
