/** Reads the command line, runs one verb, and turns whatever it throws into a sentence and an exit code. */
import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import { isPerigeeError, type Problem, problemSchema } from '../../../shared/contract/codes.ts';
import { systemClock } from '../../core/system-clock.ts';
import { findInstallation } from '../installation.ts';
import { createLineLog } from '../line-log.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readOptions, UsageError } from './options.ts';
import { loadSentences, type Sentences } from './sentences.ts';
import type { Verb } from './verb.ts';

type LoadVerb = () => Promise<Verb>;

/** A verb's code is loaded when it is asked for: `status` and `--help` need nothing of what `up` brings along. */
const verbs: ReadonlyMap<string, LoadVerb> = new Map<string, LoadVerb>([
  ['doctor', async () => (await import('./verbs/doctor.ts')).doctorVerb],
  ['check', async () => (await import('./verbs/check.ts')).checkVerb],
  ['up', async () => (await import('./verbs/up.ts')).upVerb],
  ['earn', async () => (await import('./verbs/earn.ts')).earnVerb],
  ['job', async () => (await import('./verbs/job.ts')).jobVerb],
  ['rent', async () => (await import('./verbs/rent.ts')).rentVerb],
  ['status', async () => (await import('./verbs/status.ts')).statusVerb],
  ['pause', async () => (await import('./verbs/control.ts')).pauseVerb],
  ['resume', async () => (await import('./verbs/control.ts')).resumeVerb],
  ['seat', async () => (await import('./verbs/seat.ts')).seatVerb],
  ['finish', async () => (await import('./verbs/control.ts')).finishVerb],
  ['validator', async () => (await import('./verbs/validator.ts')).validatorVerb],
  ['release', async () => (await import('./verbs/release.ts')).releaseVerb],
]);

const help = (sentences: Sentences, verb: Verb | null): string => {
  if (verb === null) {
    const lines = [...verbs.keys()].map((name) => `  ${name.padEnd(11)}${sentences.say(`verb.${name}`)}`);
    return [sentences.say('help.usage'), '', ...lines, '', sentences.say('help.more')].join('\n');
  }
  const lines = ['json', ...verb.options, 'lang', 'help'].map(
    (name) => `  ${sentences.say(`option.${name}.form`).padEnd(20)}${sentences.say(`option.${name}.text`)}`,
  );
  return [
    sentences.say('help.verb', {
      name: verb.words === undefined ? verb.name : `${verb.name} ${sentences.say(`words.${verb.name}`)}`,
    }),
    sentences.say(`verb.${verb.name}`),
    '',
    ...lines,
  ].join('\n');
};

const problemOf = (error: unknown): Problem | null => {
  if (isPerigeeError(error)) return error.problem;
  if (!(error instanceof ORPCError)) return null;
  const read = problemSchema.safeParse({ code: error.code, data: error.data });
  return read.success ? read.data : null;
};

const interruption: Problem = { code: 'CANCELLED', data: {} };

/** A fault of our own: its trace goes to standard error under the number that the sentence names. */
const internal = (error: unknown): Problem => {
  const id = randomUUID();
  console.error(`${id} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { code: 'INTERNAL', data: { id } };
};

const exitCodeOf = ({ code }: Problem): ExitCode => {
  if (code === 'NOT_RUNNING') return exitCodes.notRunning;
  if (code === 'CANCELLED') return exitCodes.interrupted;
  return code === 'DATA_FOLDER_BUSY' || code === 'PORT_BUSY' ? exitCodes.busy : exitCodes.failed;
};

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** Takes `--lang` out wherever it stands, so that help and mistakes are told in that language too. */
const withoutLanguage = (args: readonly string[]): { language: string | null; words: readonly string[] } => {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const [option, value] = at < 0 ? [] : args.slice(at, at + 2);
  if (option?.startsWith('--lang=')) return { language: option.slice('--lang='.length), words: args.toSpliced(at, 1) };
  // Without its value it stays, for the options to refuse.
  if (option === undefined || value === undefined || value.startsWith('-')) return { language: null, words: args };
  return { language: value, words: args.toSpliced(at, 2) };
};

/** @param args without the program's own name; @returns the exit code */
export const runCli = async (args: readonly string[]): Promise<ExitCode> => {
  const installation = findInstallation(import.meta.dirname);
  const { language, words } = withoutLanguage(args);
  const [name, ...rest] = words;
  const sentences = await loadSentences(installation.localesDir, language);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help(sentences, null));
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (name === '--version') {
    console.log(installation.version);
    return exitCodes.done;
  }
  const verb = await verbs.get(name)?.();
  if (verb === undefined) {
    console.error(`${sentences.say('help.unknown', { name })}\n\n${help(sentences, null)}`);
    return exitCodes.usage;
  }
  const stop = new AbortController();
  /** The first asks, so that everything is let go of in order; the second does not wait for that. */
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort(new DOMException('interrupted', 'AbortError'));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  let isJson = rest.includes('--json');
  try {
    const options = readOptions(rest, verb.options, verb.words);
    isJson = options.isJson;
    if (options.isHelp) {
      console.log(help(sentences, verb));
      return exitCodes.done;
    }
    return await verb.run({
      options,
      installation,
      sentences,
      clock: systemClock,
      log: createLineLog((line) => process.stderr.write(line), systemClock.now),
      signal: stop.signal,
      say: (line) => {
        if (!options.isJson) console.log(line);
      },
      answer: (result) => {
        if (options.isJson) console.log(JSON.stringify(result, bigintAsText));
      },
    });
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${sentences.say(error.key, error.facts)}\n\n${help(sentences, verb)}`);
      return exitCodes.usage;
    }
    const problem = stop.signal.aborted ? interruption : (problemOf(error) ?? internal(error));
    const { title, fix } = sentences.problem(problem);
    if (isJson) console.log(JSON.stringify({ error: { ...problem, title, fix } }, bigintAsText));
    else console.error(`${title} ${fix} (${problem.code})`);
    return exitCodeOf(problem);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
};
