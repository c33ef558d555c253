/** One verb in this very process, where nothing depends on its being another: a tenth of what a process costs. */
import { vi } from 'vitest';
import { runCli } from '../../electron/headless/cli/cli.ts';
import type { Outcome } from './perigee.ts';

/** What it says on the console is kept and not shown. One at a time. */
export const perigeeHere = async (args: readonly string[]): Promise<Outcome> => {
  const said = { stdout: '', stderr: '' };
  const keep =
    (stream: keyof typeof said) =>
    (...words: unknown[]): void => {
      said[stream] += `${words.map(String).join(' ')}\n`;
    };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(keep('stdout')),
    vi.spyOn(console, 'error').mockImplementation(keep('stderr')),
  ];
  try {
    return { code: await runCli(args), signal: null, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
