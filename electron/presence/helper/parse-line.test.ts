import { describe, expect, it } from 'vitest';
import { parseHelperLine } from './parse-line.ts';

const windows =
  '{"programs":["Code","doom"],"isMetered":false,"game":"doom","fullScreen":false,"idleMs":484,"isOnBattery":null}';
const mac =
  '{"fullScreen":false,"game":null,"idleMs":1200,"isOnBattery":true,"isMetered":null,"programs":["Finder","Préférences"]}';
const changed = (change: Record<string, unknown>): string => JSON.stringify({ ...JSON.parse(mac), ...change });

describe('a line of the helper scripts', () => {
  it('is read as Windows and macOS write it', () => {
    expect(parseHelperLine(windows)).toEqual({
      ...{ fullScreen: false, game: 'doom', idleMs: 484, isOnBattery: null, isMetered: false },
      programs: ['Code', 'doom'],
    });
    expect(parseHelperLine(`${mac}\r`)?.programs).toEqual(['Finder', 'Préférences']);
  });

  it('may leave open whatever it does not know, and name no program', () => {
    const line = changed({ fullScreen: '', game: null, idleMs: null, isOnBattery: null, programs: [] });
    expect(parseHelperLine(line)).toMatchObject({ fullScreen: '', game: null, idleMs: null, programs: [] });
  });

  it('brings nothing that was not asked for', () => {
    expect(Object.keys(parseHelperLine(changed({ gpuInUse: { a: true } })) ?? {})).not.toContain('gpuInUse');
  });

  it.each([
    ['empty', ''],
    ['a sentence', 'Add-Type : Cannot add type. Compilation errors occurred.'],
    ['cut off', windows.slice(0, -3)],
    ['two in one', `${windows}${mac}`],
    ['another kind of value', '[]'],
    ['null', 'null'],
    ['without its programs', changed({ programs: undefined })],
    ['of one program instead of a list', changed({ programs: 'Finder' })],
    ['with a full screen that is merely true', changed({ fullScreen: true })],
    ['with an input that is yet to come', changed({ idleMs: -1 })],
    ['with a time that is no number', changed({ idleMs: '5' })],
    ['with a time beyond all numbers', mac.replace('1200', '1e999')],
    ['with a battery that is a number', changed({ isOnBattery: 1 })],
    ['with a name without end', changed({ game: 'x'.repeat(257) })],
    ['with programs without end', changed({ programs: Array.from({ length: 4097 }, () => 'x') })],
  ])('is none when it is %s', (_title, line) => {
    expect(parseHelperLine(line)).toBeNull();
  });
});
