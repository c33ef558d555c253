import { describe, expect, it } from 'vitest';
import words from '../../../locales/en/cli.json' with { type: 'json' };
import { readOptions, UsageError } from './options.ts';

const mistakeOf = (args: readonly string[]): UsageError | null => {
  try {
    const checks = ['quick', 'full', 'memory', 'memory-long'];
    readOptions(args, ['hour', 'port', 'image', 'network', 'wallet', ...checks, 'data', 'replay']);
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
    [['--wallet', 'http://wallet.example/sign'], 'usage.wallet', {}],
    [['--open'], 'usage.stray', { name: 'open' }],
    [['--quick', '--full'], 'usage.modes', {}],
    [['--memory', '--memory-long'], 'usage.modes', {}],
    [['--data', ''], 'usage.data', {}],
    [['--replay', 'report.xml'], 'usage.replay', { word: 'report.xml' }],
    [['--replay', 'lspci='], 'usage.replay', { word: 'lspci=' }],
    [['--replay', 'nvidia-smi=report.xml'], 'usage.replayTool', { word: 'nvidia-smi' }],
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

describe('the mode of a check', () => {
  it.each([
    [[], 'quick'],
    [['--quick'], 'quick'],
    [['--full'], 'full'],
    [['--memory'], 'memory'],
    [['--memory-long'], 'memory_long'],
  ] as const)('of %j is %s', (args, mode) =>
    expect(readOptions(args, ['quick', 'full', 'memory', 'memory-long']).mode).toBe(mode),
  );
});

it('takes any number of recordings, whose paths may hold an equals sign', () =>
  expect(readOptions(['--replay', 'lspci=a=b.txt', '--replay', 'docker-info=c'], ['replay']).replay).toEqual([
    { name: 'lspci', path: 'a=b.txt' },
    { name: 'docker-info', path: 'c' },
  ]));
