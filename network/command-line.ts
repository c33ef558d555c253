/** What the network alone is told when it is started: its words, its environment, and what is wrong with them. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PerigeeError } from '../shared/contract/codes.ts';
import { imageReferencePattern } from '../shared/contract/job-spec.ts';
import { type ImageSigner, imageSignersSchema } from '../shared/contract/network/image-signers.ts';
import { withKeyWords } from '../shared/domain/signing/key-words.ts';
import { publicKeyPattern } from '../shared/domain/signing/request-profile.ts';
import { readBusAddress } from './service/bus/bus-address.ts';
import { type ComplianceScript, readScript } from './service/compliance/script.ts';
import type { StorePlace } from './store/open-store.ts';

export const help = `node network/main.ts [--host 127.0.0.1] [--port 8790] [--data FOLDER | --database URL] [--hour 1h]
                     [--bus URL] [--authority HOST[:PORT] …] [--metrics 9464] [--image-signers FILE] [--vouch-for IMAGE …]
                     [--operator-key KEY …] [--compliance-script FILE]
                     [--releases FOLDER]

  --host  address to listen on
  --port  port to listen on; 0 takes a free one
  --authority  name under which devices ask for it, as their requests' Host says it, where that is not its own address:
          behind a proxy, or with a published port; as often as it has names
  --data  folder of the network's database, of one process alone (made where it is missing)
  --database  PostgreSQL 15 or newer, which several processes may share: postgres://user:secret@host:5432/name
          The variable PERIGEE_DATABASE says the same and shows its secret to nobody; words on the command line come first.
  --bus  NATS server with JetStream, by which several processes tell each other's devices what they have for them:
          nats://user:secret@host:4222, tls:// for TLS; more servers of one cluster after commas, and /name of the network
          where several share a server. Only with a database. The variable PERIGEE_BUS says the same, as PERIGEE_DATABASE
  --hour  length of a network hour, the same for all processes: 500ms, 20s, 5m, 1h
  --metrics  port, or host:port, at which Prometheus finds /metrics; on this machine's own address by default, and
          nowhere without it
  --image-signers  file with the list of those whose Sigstore signatures count for images; nobody's by default:
          [{"issuer": "https://…", "identity": "…"}, {"issuer": "https://…", "workflow": "https://…@refs/tags/"}]
  --vouch-for  an image, by digest, that the network itself signs for, whoever submits it; may be repeated
  --operator-key  public key of somebody who runs the network, as its maker prints it; may be repeated. A key that was
          given once stays one without it
  --compliance-script  file with what is decided about checks without a reviewer; nothing by default:
          [{"check": "identity", "afterHours": 2, "verdict": "approve", "validHours": 720}]
  --releases  folder into which hourly releases are written (made where it is missing): with --data, its releases by
          default; with --database nowhere, and they are served all the same

Exit codes: 0 ended as asked, 2 wrong arguments, 3 port busy, 4 folder busy or denied, 5 database or bus unreachable,
1 anything else.
`;

export interface NetworkWords {
  readonly host: string;
  readonly port: number;
  readonly place: StorePlace;
  /** As `readBusAddress` reads it; null: what this process says reaches its own devices alone, and the others look. */
  readonly busUrl: string | null;
  readonly hourMs: number;
  /** Beside its own address. */
  readonly authorities: readonly string[];
  /** null: nobody asks for them. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly imageSigners: ImageSigner[];
  /** By digest. */
  readonly vouchedImages: readonly string[];
  /** Ed25519 public keys, base64url. */
  readonly operatorKeys: readonly string[];
  readonly complianceScript: ComplianceScript;
  /** Absolute; null: releases are written nowhere. */
  readonly releasesDir: string | null;
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const readHour = (text: string): number => {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  const hourMs = Number(match?.[1] ?? 0) * unitMs[(match?.[2] ?? 'ms') as keyof typeof unitMs];
  if (hourMs < 100 || hourMs > unitMs.h * 24) throw new PerigeeError('SETTINGS_INVALID', { key: 'hour', detail: text });
  return hourMs;
};

const readPort = (key: string, text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new PerigeeError('SETTINGS_INVALID', { key, detail: text });
  return port;
};

const readAuthority = (text: string): string => {
  const authority = text.toLowerCase();
  if (URL.canParse(`http://${authority}`) && !/[/@?#]/.test(authority)) return authority;
  throw new PerigeeError('SETTINGS_INVALID', { key: 'authority', detail: text });
};

const readMetrics = (text: string | undefined): NetworkWords['metrics'] => {
  if (text === undefined) return null;
  const colon = text.lastIndexOf(':');
  return { host: colon > 0 ? text.slice(0, colon) : '127.0.0.1', port: readPort('metrics', text.slice(colon + 1)) };
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

const readOperators = (keys: readonly string[]): readonly string[] => {
  const wrong = keys.find((key) => !publicKeyPattern.test(key));
  if (wrong !== undefined) throw new PerigeeError('SETTINGS_INVALID', { key: 'operator-key', detail: wrong });
  return keys;
};

const readPlace = (given: { data?: string; database?: string }, env: NodeJS.ProcessEnv): StorePlace => {
  if (given.data !== undefined && given.database !== undefined)
    throw new PerigeeError('SETTINGS_INVALID', { key: 'arguments', detail: 'either --data or --database' });
  if (given.data !== undefined) return { dataDir: given.data };
  const databaseUrl = given.database ?? env.PERIGEE_DATABASE;
  if (databaseUrl !== undefined && databaseUrl !== '') return { databaseUrl };
  return { dataDir: join(homedir(), '.perigee-network') };
};

/** The variable may be there for another network: a folder that is named has none. */
const readBusUrl = (bus: string | undefined, given: { data?: string }, env: NodeJS.ProcessEnv, place: StorePlace) => {
  const url = bus ?? (given.data === undefined ? env.PERIGEE_BUS : undefined);
  if (url === undefined || (url === '' && bus === undefined)) return null;
  if ('dataDir' in place)
    throw new PerigeeError('SETTINGS_INVALID', { key: 'arguments', detail: '--bus only with --database' });
  readBusAddress(url);
  return url;
};

const readReleasesDir = (folder: string | undefined, place: StorePlace): string | null => {
  if (folder === '') throw new PerigeeError('SETTINGS_INVALID', { key: 'releases', detail: folder });
  if (folder !== undefined) return resolve(folder);
  return 'dataDir' in place ? join(place.dataDir, 'releases') : null;
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: withKeyWords(args, ['--operator-key']),
      strict: true,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8790' },
        data: { type: 'string' },
        database: { type: 'string' },
        bus: { type: 'string' },
        hour: { type: 'string', default: '1h' },
        authority: { type: 'string', multiple: true, default: [] },
        metrics: { type: 'string' },
        'image-signers': { type: 'string' },
        'vouch-for': { type: 'string', multiple: true, default: [] },
        'operator-key': { type: 'string', multiple: true, default: [] },
        'compliance-script': { type: 'string' },
        releases: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new PerigeeError('SETTINGS_INVALID', { key: 'arguments', detail }, { cause });
  }
};

/**
 * @returns null when only the help is asked for
 * @throws SETTINGS_INVALID
 */
export const readWords = (args: readonly string[], env: NodeJS.ProcessEnv): NetworkWords | null => {
  const given = parse(args);
  if (given.help) return null;
  const place = readPlace(given, env);
  return {
    host: given.host,
    port: readPort('port', given.port),
    place,
    busUrl: readBusUrl(given.bus, given, env, place),
    hourMs: readHour(given.hour),
    authorities: given.authority.map(readAuthority),
    metrics: readMetrics(given.metrics),
    imageSigners: readSigners(given['image-signers']),
    vouchedImages: readImages(given['vouch-for']),
    operatorKeys: readOperators(given['operator-key']),
    complianceScript: readScript(given['compliance-script']),
    releasesDir: readReleasesDir(given.releases, place),
  };
};
