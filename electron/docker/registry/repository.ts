/**
 * One image's repository at its registry, read for anybody over its HTTP API: bounded answers, one deadline for all of
 * them, and a token where the registry asks for one.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { imageReferencePattern } from '../../../shared/contract/job-spec.ts';
import { readJson } from '../../../shared/json/read-json.ts';
import { isOnThisMachine, tokenRequestOf } from './challenge.ts';

export type Answer =
  | { kind: 'bytes'; bytes: Buffer }
  | { kind: 'missing' }
  /** The registry does not do this. */
  | { kind: 'unknown_call' }
  | { kind: 'too_long' };

export interface Repository {
  /** Of the image asked for: `sha256:…`. */
  readonly digest: string;
  /** @param path below `/v2/<repository>/` @throws IMAGE_PULL_FAILED */
  ask(path: string, accept: readonly string[], mostBytes?: number): Promise<Answer>;
  /** One part by its digest, checked against it. @throws IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, IMAGE_REFUSED (`bad_manifest`) */
  read(kind: 'manifests' | 'blobs', of: string, accept: readonly string[]): Promise<Buffer>;
}

const answerDeadlineMs = 20_000;
/** Of a manifest and of a configuration; real ones are a few kilobytes. */
const mostAnswerBytes = 4 * 2 ** 20;

const tokenSchema = z.object({ token: z.string().nullish(), access_token: z.string().nullish() });
const mostTokenDepth = 16;

/** The name under which Docker's own registry answers. */
const addressOf = (registry: string): string => {
  if (registry === 'docker.io') return 'https://registry-1.docker.io';
  return `${isOnThisMachine(registry) ? 'http' : 'https'}://${registry}`;
};

/** @returns null when it is longer */
const readBounded = async (response: Response, mostBytes: number): Promise<Buffer | null> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

export const isDigestOf = (digest: string, bytes: Uint8Array): boolean =>
  digest === `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What a call may answer that its registry has never heard of. */
const unknownCallStatuses = [400, 405, 501];

const failed = (image: string, detail: string, cause?: unknown): PerigeeError =>
  new PerigeeError('IMAGE_PULL_FAILED', { image, detail }, { cause });

/**
 * Runs `act` on the repository of this image, with what went wrong on the way as a problem of ours.
 *
 * @param image by digest
 * @throws IMAGE_REFUSED (`not_by_digest`), IMAGE_PULL_FAILED, CANCELLED, and what `act` throws
 */
export const withRepository = async <T>(
  image: string,
  get: typeof fetch,
  signal: AbortSignal | undefined,
  act: (repository: Repository) => Promise<T>,
): Promise<T> => {
  const { registry, repository, digest } = imageReferencePattern.exec(image)?.groups ?? {};
  if (registry === undefined || digest === undefined)
    throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'not_by_digest' });
  const limit = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(answerDeadlineMs)]);
  let token: string | null = null;

  const request = (url: string, accept: readonly string[]): Promise<Response> =>
    get(url, {
      headers: {
        Accept: accept.join(', '),
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      signal: limit,
    });
  const fetchToken = async (response: Response): Promise<boolean> => {
    const wanted = tokenRequestOf(response.headers.get('www-authenticate'));
    if (response.status !== 401 || wanted === null || token !== null) return false;
    const answer = await get(wanted.url, { signal: limit });
    const bytes = answer.ok ? await readBounded(answer, mostAnswerBytes) : null;
    const given = tokenSchema.safeParse(readJson(bytes?.toString('utf8') ?? '', mostTokenDepth)?.value).data;
    token = given?.token ?? given?.access_token ?? null;
    return token !== null;
  };
  const ask: Repository['ask'] = async (path, accept, mostBytes = mostAnswerBytes) => {
    const url = `${addressOf(registry)}/v2/${repository}/${path}`;
    let response = await request(url, accept);
    if (await fetchToken(response)) response = await request(url, accept);
    if (response.status === 404) return { kind: 'missing' };
    if (unknownCallStatuses.includes(response.status)) return { kind: 'unknown_call' };
    if (!response.ok) throw failed(image, `${registry} answered ${response.status}`);
    const bytes = await readBounded(response, mostBytes);
    return bytes === null ? { kind: 'too_long' } : { kind: 'bytes', bytes };
  };
  const read: Repository['read'] = async (kind, of, accept) => {
    const answer = await ask(`${kind}/${of}`, accept);
    if (answer.kind === 'missing') throw new PerigeeError('IMAGE_NOT_FOUND', { image });
    if (answer.kind === 'unknown_call') throw failed(image, `${registry} does not answer for ${kind}`);
    if (answer.kind === 'too_long' || !isDigestOf(of, answer.bytes))
      throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'bad_manifest' });
    return answer.bytes;
  };

  try {
    return await act({ digest, ask, read });
  } catch (error) {
    if (signal?.aborted) throw new PerigeeError('CANCELLED', {}, { cause: error });
    if (error instanceof PerigeeError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw failed(image, cause instanceof Error ? cause.message : String(cause), error);
  }
};
