import { describe, expect, it } from 'vitest';
import { readCommand, usualOptions } from './options.ts';

describe('the words of the command', () => {
  it('have sensible defaults', () => {
    expect(readCommand([])).toEqual({ options: usualOptions, json: false, compares: false });
  });

  it('set what they name', () => {
    const words = ['--devices', '50', '--hours', '24', '--seed', '7', '--json', '--compare', '--detection', '0'];
    expect(readCommand([...words, '--mix', 'honest=90,cheating=10', '--supporters', '5'])).toEqual({
      options: {
        ...usualOptions,
        machines: 50,
        hours: 24,
        seed: 7,
        detection: 0,
        supporters: 5,
        mix: { honest: 90, lazy: 0, cheating: 10, colluding: 0, cafe: 0 },
      },
      json: true,
      compares: true,
    });
  });

  it.each([
    [['--devices', '9'], '--devices takes a whole number from 10 to 100000; this is "9".'],
    [['--hours', '0'], '--hours takes a whole number from 1 to 87600; this is "0".'],
    [['--hours', '1.5'], '--hours takes a whole number from 1 to 87600; this is "1.5".'],
    [['--seed', '-1'], expect.stringContaining('--seed')],
    [['--seed=-1'], '--seed takes a whole number from 0 to 4294967295; this is "-1".'],
    [['--mix', 'honest=50'], '--mix must sum to 100 percent; this sums to 50.'],
    [['--mix', 'honest=50,saints=50'], '--mix knows honest, lazy, cheating, colluding, cafe; not "saints".'],
    [['--mix', 'honest'], '--mix takes whole percents; honest has none.'],
    [['--device', '10'], expect.stringContaining('--device')],
    [['more'], expect.stringContaining('more')],
  ])('%j are refused with a sentence', (words, sentence) => expect(readCommand(words)).toEqual(sentence));
});
