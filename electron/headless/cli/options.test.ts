import { describe, expect, it } from 'vitest';
import words from '../../../locales/en/cli.json' with { type: 'json' };
import { readOptions, UsageError } from './options.ts';

const mistakeOf = (args: readonly string[]): UsageError | null => {
  try {
    readOptions(args, ['hour', 'port', 'image', 'network', 'quick', 'full', 'data']);
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
};

describe('a mistake in the options', () => {
  it.each([
    [['--hour', 'soon'], 'usage.length', { name: 'hour', least: '5s' }],
    [['--port', '70000'], 'usage.port', {}],
    [['--image', 'busybox:latest'], 'usage.image', {}],
    [['--network', 'localnet'], 'usage.network', {}],
    [['--open'], 'usage.stray', { name: 'open' }],
    [['--quick', '--full'], 'usage.modes', {}],
    [['--data', ''], 'usage.data', {}],
    [['--gpu'], 'usage.noOption', { word: '--gpu' }],
    [['--port'], 'usage.value', { word: '--port' }],
    [['--json=yes'], 'usage.value', { word: '--json' }],
    [['now'], 'usage.word', { word: 'now' }],
  ] as const)('%j is told by %s', (args, key, facts) => {
    expect(mistakeOf(args)).toMatchObject({ key, facts });
    expect(words.usage).toHaveProperty(key.replace('usage.', ''));
  });

  it('is none where every option is known and whole', () => expect(mistakeOf(['--hour', '20s', '--json'])).toBeNull());
});
