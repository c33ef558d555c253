/** Reads the files that `--replay TOOL=FILE` names. Reads no more than a tool can have printed. */
import { open } from 'node:fs/promises';
import type { Recording } from '../../machine/replay.ts';
import { textOfCapture } from '../../machine/reports/captured-text.ts';
import { type RecordingFile, UsageError } from './options.ts';

const mostMebibytes = 64;
const mostBytes = mostMebibytes * 2 ** 20;

/** @throws UsageError when it cannot be read or is larger than any tool's output */
const readBytes = async (path: string, signal: AbortSignal): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const file = await open(path);
    for await (const chunk of file.createReadStream({ signal, end: mostBytes })) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      chunks.push(bytes);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError('usage.replayFile', { path, detail }, { cause: error });
  }
  if (size > mostBytes) throw new UsageError('usage.replaySize', { path, most: `${mostMebibytes} MiB` });
  return Buffer.concat(chunks);
};

export const readRecordings = async (files: readonly RecordingFile[], signal: AbortSignal): Promise<Recording[]> => {
  const recordings: Recording[] = [];
  for (const { name, path } of files) recordings.push({ name, text: textOfCapture(await readBytes(path, signal)) });
  return recordings;
};
