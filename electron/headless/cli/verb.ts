/** One word of the command line: what it is for and what it does. Each verb has a file of its own in verbs/. */
import type { Log } from '../../../shared/log.ts';
import type { Clock } from '../../../shared/units/time.ts';
import type { Installation } from '../installation.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Options } from './options.ts';
import type { Sentences } from './sentences.ts';

export interface VerbContext {
  options: Options;
  installation: Installation;
  sentences: Sentences;
  clock: Clock;
  log: Log;
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal;
  /** One line for a person; nothing while `--json` is on. */
  say(line: string): void;
  /** The result for a program: one JSON object, bigint as decimal text; nothing without `--json`. */
  answer(result: unknown): void;
}

export interface Verb {
  name: string;
  /** Words that it takes beside its options; none where it is left out. */
  words?: number;
  /** Options that mean something here, in the order of the help. */
  options: readonly string[];
  run(context: VerbContext): Promise<ExitCode>;
}
