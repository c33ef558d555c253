/**
 * What the operators' command line does with its words: finds the verb, opens the key, calls, and says how it ended. It
 * touches no database.
 */

import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { ORPCError } from '@orpc/client';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import { withKeyWords } from '../../shared/domain/signing/key-words.ts';
import { openOperatorKey, readOperatorKey } from './key-file.ts';
import { createOperatorApi } from './signed-client.ts';
import { wrongWords } from './verb.ts';
import { help, verbs } from './verbs.ts';

export interface Terminal {
  readonly input: Readable;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: withKeyWords(args),
      strict: true,
      allowPositionals: true,
      options: {
        network: { type: 'string' },
        key: { type: 'string' },
        until: { type: 'string' },
        reason: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw wrongWords('arguments', cause instanceof Error ? cause.message : String(cause));
  }
};

const run = async (args: readonly string[], terminal: Terminal): Promise<void> => {
  const { values, positionals } = parse(args);
  const [name, ...words] = positionals;
  if (values.help || name === undefined) return terminal.out(help);
  const { network, key, json, until, reason } = values;
  const say = (line: string): void => {
    if (!json) terminal.out(`${line}\n`);
  };
  const answer = (result: unknown): void => {
    if (json) terminal.out(`${JSON.stringify(result)}\n`);
  };
  if (key === undefined) throw wrongWords('key', '');
  if (name === 'key') {
    const { publicKey } = openOperatorKey(resolve(key));
    say(publicKey);
    return answer({ publicKey });
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined || words.length !== verb.words.length) throw wrongWords('arguments', positionals.join(' '));
  if (network === undefined || !URL.canParse(network)) throw wrongWords('network', network ?? '');
  const signer = readOperatorKey(resolve(key));
  if (signer === null) throw wrongWords('key', key);
  const typed = createInterface({ input: terminal.input });
  try {
    const lines = typed[Symbol.asyncIterator]();
    const api = createOperatorApi(network, signer);
    answer(await verb.run({ api, signer, words, options: { until, reason }, say, lines }));
  } finally {
    typed.close();
  }
};

const failure = (error: unknown): { readonly exitCode: number; readonly facts: Record<string, unknown> } => {
  if (isPerigeeError(error))
    return { exitCode: error.code === 'NETWORK_UNREACHABLE' ? 5 : 2, facts: { ...error.problem } };
  if (error instanceof ORPCError) return { exitCode: 3, facts: { code: error.code, data: error.data as unknown } };
  return { exitCode: 1, facts: { code: 'INTERNAL', detail: String(error) } };
};

/** @returns the exit code */
export const operate = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    await run(args, terminal);
    return 0;
  } catch (error) {
    const { exitCode, facts } = failure(error);
    terminal.err(`${JSON.stringify(facts)}\n`);
    return exitCode;
  }
};
