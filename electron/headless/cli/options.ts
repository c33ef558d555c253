/** The options that verbs share, read strictly: an unknown or wrong one is a usage error with a sentence. */
import { parseArgs } from 'node:util';
import { imageReferencePattern } from '../../../shared/contract/job-spec.ts';
import { defaultDataDir } from '../../core/default-data-dir.ts';
import { defaultLocalnetHourMs } from '../../core/ports.ts';
import { parseDuration } from './duration.ts';

export interface Options {
  isHelp: boolean;
  isJson: boolean;
  isOnce: boolean;
  isOpen: boolean;
  mode: 'quick' | 'full';
  dataDir: string;
  hourMs: number;
  port: number;
  image: string | null;
  engineSocketPath: string | null;
  networkUrl: string | null;
  timeoutMs: number;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const duration = (name: string, text: string | undefined, fallback: number, leastMs: number): number => {
  if (text === undefined) return fallback;
  const ms = parseDuration(text);
  if (ms === null || ms < leastMs)
    throw new UsageError(`--${name} takes a length such as 20s, 5m or 1h, at least ${leastMs / 1000}s`);
  return ms;
};

const portOf = (text: string | undefined): number => {
  if (text === undefined) return 0;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError('--port takes a number from 0 (any free one) to 65535');
  return port;
};

const urlOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError('--network takes the https address of a network');
  return url.origin;
};

const imageOf = (text: string | undefined): string | null => {
  if (text !== undefined && !imageReferencePattern.test(text))
    throw new UsageError('--image takes a reference by digest, such as registry.example/name@sha256:…');
  return text ?? null;
};

/** Every verb has these. */
const common = ['help', 'json', 'lang'];

/**
 * @param known options that mean something to the verb; any other is refused rather than ignored
 * @throws UsageError
 */
export const readOptions = (args: readonly string[], known: readonly string[]): Options => {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const stray = Object.keys(values).find((name) => !common.includes(name) && !known.includes(name));
  if (stray !== undefined) throw new UsageError(`--${stray} means nothing to this verb`);
  if (values.quick && values.full) throw new UsageError('--quick and --full exclude each other');
  if (values.data === '') throw new UsageError('--data takes a folder');
  return {
    isHelp: values.help ?? false,
    isJson: values.json ?? false,
    isOnce: values.once ?? false,
    isOpen: values.open ?? false,
    mode: values.full ? 'full' : 'quick',
    dataDir: values.data ?? defaultDataDir(),
    hourMs: duration('hour', values.hour, defaultLocalnetHourMs, 5_000),
    port: portOf(values.port),
    image: imageOf(values.image),
    engineSocketPath: values.engine ?? null,
    networkUrl: urlOf(values.network),
    timeoutMs: duration('timeout', values.timeout, 900_000, 1_000),
  };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      once: { type: 'boolean' },
      open: { type: 'boolean' },
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      data: { type: 'string' },
      hour: { type: 'string' },
      port: { type: 'string' },
      image: { type: 'string' },
      engine: { type: 'string' },
      network: { type: 'string' },
      lang: { type: 'string' },
      timeout: { type: 'string' },
    },
  }).values;
