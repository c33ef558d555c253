/**
 * Asks inside a job's own container which GPUs it sees: what a container was given can vanish while it runs, and the
 * engine does not notice. The image is a stranger's, so its answer says how the job is, and proves nothing.
 */
import type { Connection } from './connection.ts';

/** NVIDIA's own tool, which comes with the driver into every container that is given a GPU. */
const question = ['nvidia-smi', '--query-gpu=uuid', '--format=csv,noheader'];
const answerMs = 15_000;
const mostBytes = 16_384;

/** @returns UUIDs; null for anything that is no answer of that tool */
export const parseSeen = (text: string): string[] | null => {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (/no devices were found/i.test(text)) return [];
  const uuids = lines.filter((line) => /^GPU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(line));
  return uuids.length === 0 ? null : uuids;
};

/** @returns null where the container has no such tool, or it does not answer @throws ENGINE_…, CANCELLED */
export const readSeenGpus = async (
  link: Connection,
  containerId: string,
  signal: AbortSignal | undefined,
): Promise<string[] | null> =>
  link.patient(
    async (docker, abortSignal) => {
      const run = await docker
        .getContainer(containerId)
        // With a terminal the answer comes as it is, without frames.
        .exec({ Cmd: question, AttachStdout: true, AttachStderr: true, Tty: true, abortSignal });
      const stream = await run.start({ Tty: true, abortSignal });
      let text = '';
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        if (text.length > mostBytes) break;
      }
      stream.destroy();
      return parseSeen(text);
    },
    { deadlineMs: answerMs, signal },
  );
