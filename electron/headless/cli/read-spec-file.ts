/** Reads the file that describes a job, and no more of it than a job can have. */
import { open } from 'node:fs/promises';
import { mostSpecText } from '../../../shared/contract/app/worker.ts';
import { UsageError } from './options.ts';

export type SpecFile = { kind: 'text'; text: string } | { kind: 'refused'; code: 'too_large' | 'not_json' };

const readBytes = async (path: string): Promise<Buffer> => {
  const parts: Buffer[] = [];
  try {
    const file = await open(path);
    for await (const part of file.createReadStream({ end: mostSpecText })) parts.push(part as Buffer);
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError('usage.spec', { path, detail }, { cause: error });
  }
  return Buffer.concat(parts);
};

/** @throws UsageError when there is no file that can be read */
export const readSpecFile = async (path: string): Promise<SpecFile> => {
  const bytes = await readBytes(path);
  if (bytes.length > mostSpecText) return { kind: 'refused', code: 'too_large' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'refused', code: 'not_json' };
  }
};
