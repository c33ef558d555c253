/**
 * Runs the network alone: `node network/main.ts --port 8790 --data ./network-data --hour 20s`. It prints one JSON line
 * when it is ready, logs JSON lines to standard error, and ends cleanly on SIGINT and SIGTERM.
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPerigeeError, PerigeeError } from '../shared/contract/codes.ts';
import { imageReferencePattern } from '../shared/contract/job-spec.ts';
import { type ImageSigner, imageSignersSchema } from '../shared/contract/network/image-signers.ts';
import { localnetParameters } from '../shared/domain/parameters/record.ts';
import type { Log } from '../shared/log.ts';
import { startNetwork } from './service/start-network.ts';
import { systemClock } from './service/system-clock.ts';

const help = `node network/main.ts [--host 127.0.0.1] [--port 8790] [--data FOLDER] [--hour 1h] [--image-signers FILE]
                [--vouch-for IMAGE]

  --host  address to listen on
  --port  port to listen on; 0 takes a free one
  --data  folder of the network's database (made where it is missing)
  --hour  length of a network hour: 500ms, 20s, 5m, 1h
  --image-signers  file with the list of those whose Sigstore signatures count for images; nobody's by default:
          [{"issuer": "https://…", "identity": "…"}, {"issuer": "https://…", "workflow": "https://…@refs/tags/"}]
  --vouch-for  an image, by digest, that the network itself signs for, whoever submits it; may be repeated

Exit codes: 0 ended as asked, 2 wrong arguments, 3 port busy, 4 folder busy or denied, 1 anything else.
`;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const readHour = (text: string): number => {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  const hourMs = Number(match?.[1] ?? 0) * unitMs[(match?.[2] ?? 'ms') as keyof typeof unitMs];
  if (hourMs < 100 || hourMs > unitMs.h * 24) throw new PerigeeError('SETTINGS_INVALID', { key: 'hour', detail: text });
  return hourMs;
};

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new PerigeeError('SETTINGS_INVALID', { key: 'port', detail: text });
  return port;
};

const readSigners = (path: string | undefined): ImageSigner[] => {
  if (path === undefined) return [];
  try {
    return imageSignersSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new PerigeeError('SETTINGS_INVALID', { key: 'image-signers', detail: path }, { cause });
  }
};

const readImages = (images: readonly string[]): readonly string[] => {
  const wrong = images.find((image) => !imageReferencePattern.test(image));
  if (wrong !== undefined) throw new PerigeeError('SETTINGS_INVALID', { key: 'vouch-for', detail: wrong });
  return images;
};

const writeLine = (stream: NodeJS.WriteStream, facts: Record<string, unknown>): void => {
  stream.write(`${JSON.stringify(facts)}\n`);
};

const logTo = (stream: NodeJS.WriteStream): Log => {
  const at = (level: string) => (event: string, facts?: Record<string, unknown>) =>
    writeLine(stream, { at: new Date().toISOString(), level, event, ...facts });
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

const readArguments = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8790' },
        data: { type: 'string', default: join(homedir(), '.perigee-network') },
        hour: { type: 'string', default: '1h' },
        'image-signers': { type: 'string' },
        'vouch-for': { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new PerigeeError('SETTINGS_INVALID', { key: 'arguments', detail }, { cause });
  }
};

const run = async (): Promise<void> => {
  const given = readArguments(process.argv.slice(2));
  if (given.help) {
    process.stdout.write(help);
    return;
  }
  const running = await startNetwork({
    dataDir: given.data,
    parameters: {
      ...localnetParameters({ hourMs: readHour(given.hour) }),
      imageSigners: readSigners(given['image-signers']),
    },
    clock: systemClock,
    log: logTo(process.stderr),
    host: given.host,
    port: readPort(given.port),
    isSelfRunning: true,
    vouchedImages: readImages(given['vouch-for']),
  });
  writeLine(process.stdout, { url: running.url, pid: process.pid, setAside: running.setAside });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await running.close();
};

const exitCodeOf = (error: unknown): number => {
  if (!isPerigeeError(error)) return 1;
  switch (error.code) {
    case 'SETTINGS_INVALID':
      return 2;
    case 'PORT_BUSY':
      return 3;
    case 'DATA_FOLDER_BUSY':
    case 'DATA_FOLDER_DENIED':
      return 4;
    default:
      return 1;
  }
};

try {
  await run();
} catch (error) {
  const facts = isPerigeeError(error) ? error.problem : { code: 'INTERNAL', detail: String(error) };
  writeLine(process.stderr, { level: 'error', ...facts });
  process.exitCode = exitCodeOf(error);
}
