/**
 * Publishes what is due, once in every pass of the rhythm: the leader makes releases, and every process that has a folder
 * writes them there. What goes wrong is told and tried again at the next pass; nothing else waits for it.
 */
import type { Network } from '../network.ts';
import { makeDueReleases } from './making.ts';
import { createReleaseFolder } from './release-folder.ts';
import type { ReleaseSources } from './sources.ts';

/** @param leads  this process leads the network */
export type Publish = (leads: boolean) => Promise<void>;

/** @param options.dir  null: releases are served, and written nowhere */
export const createPublish = (
  network: Pick<Network, 'db' | 'keys' | 'clock' | 'log'>,
  { sources, dir }: { readonly sources: ReleaseSources; readonly dir: string | null },
): Publish => {
  const folder = dir === null ? null : createReleaseFolder(network, dir);
  const trying = async (event: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      network.log.error(event, { error: String(error) });
    }
  };
  return async (leads) => {
    if (leads)
      await trying('release_not_made', async () => {
        const made = await makeDueReleases(network, sources);
        if (made > 0) network.log.info('releases_made', { count: made });
      });
    if (folder !== null) await trying('release_not_written', folder.write);
  };
};
