import { describe, expect, it } from 'vitest';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { runCommand } from './command.ts';
import { createEconomy } from './economy.ts';
import { runHour } from './hour.ts';
import { createInvariants } from './invariants.ts';
import { runEconomy } from './run-economy.ts';

const said = (args: readonly string[], run = runEconomy) => {
  const texts = { out: [] as string[], err: [] as string[] };
  const code = runCommand(args, {
    run,
    out: (text) => texts.out.push(text),
    err: (text) => texts.err.push(text),
  });
  return { code, out: texts.out.join('\n'), err: texts.err.join('\n') };
};

const short = ['--devices', '20', '--hours', '30', '--mix', 'honest=40,lazy=20,cheating=20,colluding=20,cafe=0'];

describe('the command', () => {
  it('writes one JSON object, the same bytes for the same words', () => {
    const first = said([...short, '--json']);
    expect(first.code).toBe(0);
    expect(said([...short, '--json'])).toEqual(first);
    expect(said([...short, '--json', '--seed', '2']).out).not.toBe(first.out);
    expect(Object.keys(JSON.parse(first.out))).toEqual([
      'schema',
      'options',
      'countedFrom',
      'coins',
      'days',
      'rewards',
      'stakes',
      'ways',
      'classes',
      'spoofers',
      'slashes',
      'invariants',
      'comparisons',
    ]);
  });

  it('writes tables for people, with what each habit changes when it is asked', () => {
    const { out } = said([...short, '--compare']);
    expect(out).toContain('20 machines, 30 hours, seed 1');
    for (const heading of [
      'coins, IO',
      'who',
      'class, honest owners',
      'with and without colluding',
      'invariants 1, 2, 3',
    ])
      expect(out).toContain(heading);
    expect(out).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('fails with the hour and the amount when a coin comes out of nowhere', () => {
    const { code, out, err } = said(short, (options, names) => {
      const economy = createEconomy(options, names);
      runHour(economy);
      economy.ledger.balances.set(wallet('a000001-0'), inBaseUnits(10n ** 12n));
      createInvariants().check(economy);
      return runEconomy(options, names);
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^invariant 1 is broken in hour 0: supply: .*tooMuch \d+/);
  });

  it('refuses words that it does not know, with its usage', () => {
    const { code, err } = said(['--devices', 'many']);
    expect(code).toBe(2);
    expect(err).toMatch(/^--devices takes a whole number .*\nusage: npm run simulate/);
  });
});
