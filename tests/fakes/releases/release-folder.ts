/** A folder of releases on disk, as a network would publish them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseFiles } from '../../../shared/domain/releases/files.ts';
import { type PlayedHours, playHours } from './played-hours.ts';
import { type Signers, signRelease } from './signers.ts';

/** @returns ids of its blocks, the oldest first */
export const writeReleases = async (
  dir: string,
  played: Omit<PlayedHours, 'signers'>,
  signers: Signers,
): Promise<string[]> => {
  await mkdir(dir, { recursive: true });
  const blocks: string[] = [];
  const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
  for (const built of playHours({ ...played, signers: keys })) {
    for (const { name, text } of releaseFiles(built, signRelease(built, signers)))
      await writeFile(join(dir, name), text);
    blocks.push(built.manifest.block_id);
  }
  return blocks;
};
