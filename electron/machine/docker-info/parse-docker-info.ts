/**
 * Reads what `docker info` or the engine's `/info` says, or the sentence that stands in its place. Pure; judges no
 * version, and takes a listed `nvidia` runtime for no proof of a GPU: only a container that saw one is.
 */
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { isPerigeeError, PerigeeError, type Problem } from '../../../shared/contract/codes.ts';
import { fieldsOf, readJsonReport, wordsOf } from '../reports/json-report.ts';
import { reportLines } from '../reports/report-lines.ts';

type Engine = Inventory['engine'];
type Fields = ReadonlyMap<string, unknown>;

const what = 'docker-info';
const detailLength = 300;
/** What an engine says of itself to people is shorter. */
const spokenLength = 65_536;

const malformed = (detail: string, cause?: unknown): PerigeeError<'MALFORMED_MESSAGE'> =>
  new PerigeeError('MALFORMED_MESSAGE', { what, detail: detail.trim().slice(0, detailLength) }, { cause });

/** In the order to believe them: a pipe may stand within a URL, and a URL of a socket need not name it. */
const addresses = [
  /(\/\/\.\/pipe\/[\w-]+)/,
  /\bunix:\/\/(\/[^\s"';,]*)/i,
  /\bdial unix (\/[^\s":]+)/i,
  /\b((?:tcp|ssh):\/\/[^\s"';,]+)/i,
];

/** Where the engine was looked for: `/var/run/docker.sock`, `//./pipe/docker_engine`, `tcp://localhost:2375`. */
const addressIn = (text: string): string | null => {
  const words = text.replaceAll(/%2f/gi, '/');
  const found = addresses.map((address) => address.exec(words)?.[1] ?? null).find((address) => address !== null);
  return found?.replace(/[.:]+$/, '') ?? null;
};

const refusals =
  /permission denied|access is denied|отказано в доступе|zugriff verweigert|acceso denegado|accès refusé|ACCESS_DENIED/i;
const silences =
  /cannot connect to the docker daemon|failed to connect to the docker api|is the docker daemon running|error during connect|connection refused|no such file or directory|cannot find the file|connect: |dial (unix|tcp)/i;

/** @returns null for a sentence that tells of no engine */
const problemIn = (text: string): Problem | null => {
  const words = text.slice(0, 4_096);
  const socketPath = addressIn(words);
  if (socketPath === null) return null;
  if (refusals.test(words)) return { code: 'ENGINE_DENIED', data: { socketPath } };
  return silences.test(words) ? { code: 'ENGINE_UNREACHABLE', data: { socketPath } } : null;
};

const unknown: Engine = { version: null, name: null, socketPath: null, osType: null, problem: null };

const orMalformed = (text: string): Engine => {
  const problem = problemIn(text);
  if (problem === null) throw malformed(text);
  const socketPath = 'socketPath' in problem.data ? problem.data.socketPath : null;
  return { ...unknown, socketPath, problem };
};

const engineOf = (version: string | null, name: string | null, osType: string | null): Engine => ({
  ...unknown,
  version,
  name,
  osType,
  problem: osType === null || osType === 'linux' ? null : { code: 'ENGINE_NOT_LINUX', data: { osType } },
});

/** What the client wraps around the answer of an engine that gave none. */
const errorsIn = (info: Fields): string | null => {
  const errors = info.get('servererrors');
  return Array.isArray(errors) && errors.length > 0 ? errors.map(String).join('\n') : wordsOf(info.get('message'));
};

const engineFrom = (info: Fields, text: string): Engine => {
  const version = wordsOf(info.get('serverversion'));
  const osType = wordsOf(info.get('ostype'))?.toLowerCase() ?? null;
  const error = errorsIn(info);
  if (version === null && error !== null) return orMalformed(error);
  if (version === null && osType === null) throw malformed(text);
  // `Name` is the machine's. An engine that calls itself by its system's name is a desktop's: Docker Desktop.
  const system = wordsOf(info.get('operatingsystem'));
  return engineOf(
    version,
    system !== null && /docker|podman|rancher|orbstack|colima/i.test(system) ? system : null,
    osType,
  );
};

/** The form that people read: ` Server Version: 29.7.0`. */
const fieldsInText = (text: string): Fields =>
  new Map(
    reportLines(what, text.slice(0, spokenLength)).flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      const label = line.slice(0, Math.max(colon, 0)).trim().toLowerCase().replaceAll(' ', '');
      return ['serverversion', 'ostype', 'operatingsystem'].includes(label) ? [[label, line.slice(colon + 1)]] : [];
    }),
  );

const parseJson = (text: string): Engine | null => {
  try {
    const info = fieldsOf(readJsonReport(what, text));
    // A client without an engine still prints its own side, with nothing in the fields of the other.
    if (!info.has('serverversion') && !info.has('servererrors') && !info.has('message')) throw malformed(text);
    return engineFrom(info, text);
  } catch (error) {
    if (isPerigeeError(error) && error.code === 'GPU_TOOL_FAILED') return null;
    throw error;
  }
};

/**
 * @param text JSON of `docker info --format '{{json .}}'` or of `/info`, its readable form, or an error's words
 * @returns `socketPath` only where an error names it
 * @throws MALFORMED_MESSAGE for anything else, and for JSON that was cut short
 */
export const parseDockerInfo = (text: string): Engine => {
  const engine = parseJson(text);
  if (engine !== null) return engine;
  if (/^[\uFEFF\s]*\{/.test(text.slice(0, 4_096))) throw malformed(text);
  const fields = fieldsInText(text);
  return fields.has('serverversion') ? engineFrom(fields, text) : orMalformed(text);
};
