/** Reads the file that says whose Sigstore signatures count: a list, as the network's parameters have it. */
import { readFile } from 'node:fs/promises';
import { type ImageSigner, imageSignersSchema } from '../../../shared/contract/network/image-signers.ts';
import { UsageError } from './options.ts';

/** @throws UsageError when there is no such file, or it holds anything else */
export const readSignersFile = async (path: string): Promise<readonly ImageSigner[]> => {
  try {
    return imageSignersSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new UsageError('usage.signers', { path }, { cause: error });
  }
};
