/**
 * The command line of those who run a network: `node network/operate.ts cases --network URL --key FILE`. It asks the
 * network over the contract as anybody does, under a key of its own, and touches no database.
 */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ORPCError } from '@orpc/client';
import { isPerigeeError } from '../shared/contract/codes.ts';
import { openOperatorKey, readOperatorKey } from './operator/key-file.ts';
import { createOperatorApi } from './operator/signed-client.ts';
import { wrongWords } from './operator/verb.ts';
import { help, verbs } from './operator/verbs.ts';

const parse = () => {
  try {
    return parseArgs({
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

const run = async (): Promise<void> => {
  const { values, positionals } = parse();
  const [name, ...words] = positionals;
  if (values.help || name === undefined) return void process.stdout.write(help);
  const { network, key, json, until, reason } = values;
  const say = (line: string): void => {
    if (!json) process.stdout.write(`${line}\n`);
  };
  const answer = (result: unknown): void => {
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
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
  const typed = createInterface({ input: process.stdin });
  try {
    const lines = typed[Symbol.asyncIterator]();
    answer(await verb.run({ api: createOperatorApi(network, signer), words, options: { until, reason }, say, lines }));
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

try {
  await run();
} catch (error) {
  const { exitCode, facts } = failure(error);
  process.stderr.write(`${JSON.stringify(facts)}\n`);
  process.exitCode = exitCode;
}
