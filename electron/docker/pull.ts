/** Brings one image, by digest, with its progress; never by tag. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import { imageReferencePattern } from '../../shared/contract/job-spec.ts';
import type { Connection } from './connection.ts';
import { isRefusal } from './engine-error.ts';
import { createPullTracker, type PullMessage, type PullProgress } from './pull-progress.ts';

/** The longest that one image may take; a large one over a slow line. */
const pullDeadlineMs = 4 * 3_600_000;

const isMissing = (detail: string): boolean =>
  /manifest unknown|not found|does not exist|repository name not known|no such image/i.test(detail);

const pullProblem = (image: string, detail: string, cause?: unknown): PerigeeError =>
  isMissing(detail)
    ? new PerigeeError('IMAGE_NOT_FOUND', { image }, { cause })
    : new PerigeeError('IMAGE_PULL_FAILED', { image, detail }, { cause });

/** Whole JSON objects out of a stream that is cut anywhere. */
async function* messagesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<PullMessage> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of stream) {
    held += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = held.split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as PullMessage;
  }
  if (held.trim() !== '') yield JSON.parse(held) as PullMessage;
}

export interface PullOptions {
  onProgress: (progress: PullProgress) => void;
  /** More than this and the pull is given up: a job must not fill the owner's disk. */
  mostBytes: number;
  signal?: AbortSignal | undefined;
}

/** @throws IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, IMAGE_REFUSED (`not_by_digest`, `too_large`), CANCELLED, ENGINE_… */
export const pullImage = async (connection: Connection, image: string, options: PullOptions): Promise<void> => {
  if (!imageReferencePattern.test(image)) throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'not_by_digest' });
  const tracker = createPullTracker();
  const follow = async (stream: NodeJS.ReadableStream): Promise<void> => {
    for await (const message of messagesOf(stream as AsyncIterable<Uint8Array>)) {
      if (message.error !== undefined) throw pullProblem(image, message.error);
      const progress = tracker.take(message);
      if ((progress.totalBytes ?? 0) > options.mostBytes) {
        throw new PerigeeError('IMAGE_REFUSED', { image, reason: 'too_large' });
      }
      options.onProgress(progress);
    }
  };
  try {
    await connection.patient(
      async (docker, abortSignal) => {
        const stream = (await docker.pull(image, { abortSignal })) as NodeJS.ReadableStream & { destroy(): void };
        const end = (): void => stream.destroy();
        // Closing the connection is how the engine is told to stop pulling.
        abortSignal.addEventListener('abort', end, { once: true });
        try {
          await follow(stream);
        } finally {
          end();
        }
      },
      { deadlineMs: pullDeadlineMs, signal: options.signal },
    );
  } catch (error) {
    throw isRefusal(error) ? pullProblem(image, error.detail, error) : error;
  }
};
