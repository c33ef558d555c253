/** The options that verbs share, read strictly: an unknown or wrong one is a usage error with a sentence. */

import { parseArgs } from 'node:util';
import type { CheckMode } from '../../../shared/contract/app/checks.ts';
import { imageReferencePattern } from '../../../shared/contract/job-spec.ts';
import { mostTokens } from '../../../shared/domain/inference/infer.ts';
import { mostMembers } from '../../../shared/domain/market/members.ts';
import { withKeyWords } from '../../../shared/domain/signing/key-words.ts';
import { parseIo } from '../../../shared/units/money.ts';
import { defaultDataDir } from '../../core/default-data-dir.ts';
import { defaultLocalnetHourMs } from '../../core/ports.ts';
import { type RecordingName, recordingNames } from '../../machine/replay.ts';
import { signerPageOf } from '../../wallet/signer-page.ts';
import { parseDuration } from './duration.ts';

/** What a tool printed elsewhere, and which tool. */
export interface RecordingFile {
  name: RecordingName;
  path: string;
}

export interface Options {
  isHelp: boolean;
  isJson: boolean;
  isOnce: boolean;
  isOpen: boolean;
  isFix: boolean;
  isUndo: boolean;
  /** Agrees beforehand to what would be asked. */
  isYes: boolean;
  /** On Windows: an engine in a Linux of our own in place of Docker Desktop. */
  isWsl: boolean;
  mode: CheckMode;
  dataDir: string;
  hourMs: number;
  port: number;
  image: string | null;
  registries: readonly string[];
  /** Hosts that mirror a registry, by its name. */
  mirrors: Readonly<Record<string, string>>;
  /** File of the signers whose Sigstore signatures count, in place of the network's own. */
  signersPath: string | null;
  /** Keys that releases must be signed by, or files of them. */
  keys: readonly string[];
  engineSocketPath: string | null;
  networkUrl: string | null;
  /** Page on which the owner's own wallet signs. */
  walletPage: URL | null;
  timeoutMs: number;
  replay: readonly RecordingFile[];
  /** File of a renter's key. */
  keyPath: string | null;
  /** Base units for each device and network hour. */
  price: bigint | null;
  /** Network minutes. */
  minutes: number | null;
  className: string | null;
  /** Devices. */
  count: number;
  /** Cards of each device. */
  gpus: number;
  /** Of an inference. */
  tokens: number | null;
  isFollow: boolean;
  /** What stands beside the options, for the verbs that take words. */
  words: readonly string[];
}

/** A command line that asks for what is not there: the key of its sentence under `usage` and the sentence's facts. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly key: string;
  readonly facts: Record<string, string>;

  constructor(key: string, facts: Record<string, string> = {}, options?: { cause?: unknown }) {
    super(key, options);
    this.key = key;
    this.facts = facts;
  }
}

const duration = (name: string, text: string | undefined, fallback: number, leastMs: number): number => {
  if (text === undefined) return fallback;
  const ms = parseDuration(text);
  if (ms === null || ms < leastMs) throw new UsageError('usage.length', { name, least: `${leastMs / 1000}s` });
  return ms;
};

const portOf = (text: string | undefined): number => {
  if (text === undefined) return 0;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError('usage.port');
  return port;
};

const urlOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError('usage.network');
  return url.origin;
};

const priceOf = (text: string | undefined): bigint | null => {
  if (text === undefined) return null;
  const price = parseIo(text);
  if (price === null || price <= 0n) throw new UsageError('usage.price');
  return price;
};

const wholeOf = (name: string, text: string | undefined, least: number, most: number): number | null => {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < least || value > most)
    throw new UsageError('usage.whole', { name, least: String(least), most: String(most) });
  return value;
};

const walletPageOf = (text: string | undefined): URL | null => {
  if (text === undefined) return null;
  const page = signerPageOf(text);
  if (page === null) throw new UsageError('usage.wallet');
  return page;
};

const imageOf = (text: string | undefined): string | null => {
  if (text !== undefined && !imageReferencePattern.test(text)) throw new UsageError('usage.image');
  return text ?? null;
};

/** The mode whose option is there. @throws UsageError when there are several */
const modeOf = (values: ReturnType<typeof parse>['values']): CheckMode => {
  const wanted: CheckMode[] = [
    ...(values.quick ? (['quick'] as const) : []),
    ...(values.full ? (['full'] as const) : []),
    ...(values.memory ? (['memory'] as const) : []),
    ...(values['memory-long'] ? (['memory_long'] as const) : []),
  ];
  if (wanted.length > 1) throw new UsageError('usage.modes');
  return wanted[0] ?? 'quick';
};

const isRecordingName = (name: string): name is RecordingName => (recordingNames as readonly string[]).includes(name);

/** @param text such as `nvidia-smi-xml=report.xml` */
const recordingOf = (text: string): RecordingFile => {
  const at = text.indexOf('=');
  const [name, path] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (name === '' || path === '') throw new UsageError('usage.replay', { word: text });
  if (!isRecordingName(name))
    throw new UsageError('usage.replayTool', { word: name, names: recordingNames.join(', ') });
  return { name, path };
};

const misreadings: Record<string, string> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'usage.noOption',
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'usage.value',
};

/** What Node's reader of command lines refused: the word stands in quotes at the start of what it says. */
const misread = (error: unknown): unknown => {
  if (!(error instanceof TypeError) || !('code' in error)) return error;
  const key = misreadings[String(error.code)];
  const word = /'([^' ]+)/.exec(error.message)?.[1];
  return key === undefined || word === undefined ? error : new UsageError(key, { word }, { cause: error });
};

/** Every verb has these. */
const common = ['help', 'json', 'lang'];

/** @param text `host` or `host:port`, as references to images begin */
const registryFrom = (text: string): string => {
  if (!/^[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?$/.test(text)) throw new UsageError('usage.registry', { word: text });
  return text;
};

/** @param text `docker.io=192.168.1.5:5000` */
const mirrorFrom = (text: string): [string, string] => {
  const [registry = '', host = '', ...rest] = text.split('=');
  if (rest.length > 0 || registry === '' || host === '') throw new UsageError('usage.mirror', { word: text });
  return [registryFrom(registry), registryFrom(host)];
};

/**
 * @param known options that mean something to the verb; any other is refused rather than ignored
 * @param mostWords words that it takes beside them
 * @throws UsageError
 */
export const readOptions = (args: readonly string[], known: readonly string[], mostWords = 0): Options => {
  let values: ReturnType<typeof parse>['values'];
  let words: readonly string[];
  try {
    ({ values, positionals: words } = parse(args));
  } catch (error) {
    throw misread(error);
  }
  const surplus = words[mostWords];
  if (surplus !== undefined) throw new UsageError('usage.word', { word: surplus });
  const stray = Object.keys(values).find((name) => !common.includes(name) && !known.includes(name));
  if (stray !== undefined) throw new UsageError('usage.stray', { name: stray });
  if (values.data === '') throw new UsageError('usage.data');
  return {
    isHelp: values.help ?? false,
    isJson: values.json ?? false,
    isOnce: values.once ?? false,
    isOpen: values.open ?? false,
    isFix: values.fix ?? false,
    isUndo: values.undo ?? false,
    isYes: values.yes ?? false,
    isWsl: values.wsl ?? false,
    mode: modeOf(values),
    dataDir: values.data ?? defaultDataDir(),
    hourMs: duration('hour', values.hour, defaultLocalnetHourMs, 5_000),
    port: portOf(values.port),
    image: imageOf(values.image),
    registries: (values.registry ?? []).map(registryFrom),
    mirrors: Object.fromEntries((values.mirror ?? []).map(mirrorFrom)),
    signersPath: values.signers ?? null,
    keys: values['signed-by'] ?? [],
    engineSocketPath: values.engine ?? null,
    networkUrl: urlOf(values.network),
    walletPage: walletPageOf(values.wallet),
    timeoutMs: duration('timeout', values.timeout, 900_000, 1_000),
    replay: (values.replay ?? []).map(recordingOf),
    keyPath: values.key ?? null,
    price: priceOf(values.price),
    minutes: wholeOf('minutes', values.minutes, 1, 43_200),
    className: values.class ?? null,
    count: wholeOf('count', values.count, 1, mostMembers) ?? 1,
    gpus: wholeOf('gpus', values.gpus, 0, 16) ?? 0,
    tokens: wholeOf('tokens', values.tokens, 1, mostTokens),
    isFollow: values.follow ?? false,
    words,
  };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: withKeyWords(args, ['--signed-by']),
    strict: true,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      once: { type: 'boolean' },
      open: { type: 'boolean' },
      fix: { type: 'boolean' },
      undo: { type: 'boolean' },
      yes: { type: 'boolean' },
      wsl: { type: 'boolean' },
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      memory: { type: 'boolean' },
      'memory-long': { type: 'boolean' },
      data: { type: 'string' },
      hour: { type: 'string' },
      port: { type: 'string' },
      image: { type: 'string' },
      engine: { type: 'string' },
      network: { type: 'string' },
      wallet: { type: 'string' },
      lang: { type: 'string' },
      timeout: { type: 'string' },
      registry: { type: 'string', multiple: true },
      mirror: { type: 'string', multiple: true },
      signers: { type: 'string' },
      'signed-by': { type: 'string', multiple: true },
      replay: { type: 'string', multiple: true },
      key: { type: 'string' },
      price: { type: 'string' },
      minutes: { type: 'string' },
      class: { type: 'string' },
      count: { type: 'string' },
      gpus: { type: 'string' },
      tokens: { type: 'string' },
      follow: { type: 'boolean' },
    },
  });
