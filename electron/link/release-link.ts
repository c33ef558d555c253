/**
 * Public data as this device's owner reads it: hours, one hour's files and its rows. It decides nothing and keeps
 * nothing; what is verified is verified elsewhere.
 */
import { ORPCError, safe } from '@orpc/client';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { ApiClient } from './api-client.ts';
import { type PublishedRelease, readPublished } from './published-release.ts';
import { refusedBy } from './refusal.ts';

type Block = NetworkOutputs['explorer']['blocks']['blocks'][number];

/** Calls end as those of the link do. */
export interface ReleaseLink {
  /** The newest first. @param before  `next` of the page before */
  blocks(before: string | undefined): Promise<NetworkOutputs['explorer']['blocks']>;
  /** @returns null for no such hour */
  block(blockId: string): Promise<Block | null>;
  /**
   * @param asked.of  a device's id or an owner's tag
   * @returns null for no such hour
   */
  rows(asked: {
    blockId: string;
    of?: string | undefined;
    after?: number;
    limit?: number;
  }): Promise<NetworkOutputs['explorer']['rows'] | null>;
  /** @returns null for no such hour */
  published(blockId: string, signal?: AbortSignal): Promise<PublishedRelease | null>;
}

const hoursAtOnce = 24;

/** What none of these calls has an answer for: a refusal becomes a problem with its code. */
const unmet = (error: unknown): unknown => (error instanceof ORPCError ? refusedBy(error) : error);

/** @param owner  as the owner of the account */
export const createReleaseLink = (owner: Pick<ApiClient, 'explorer' | 'releases'>): ReleaseLink => ({
  blocks: (before) => owner.explorer.blocks({ before, limit: hoursAtOnce }),
  block: async (blockId) => {
    const [error, found, isDefined] = await safe(owner.explorer.block({ blockId, limit: 1 }));
    if (error === null) return found.block;
    if (isDefined && error.code === 'BLOCK_NOT_FOUND') return null;
    throw unmet(error);
  },
  rows: async (asked) => {
    const [error, found, isDefined] = await safe(owner.explorer.rows(asked));
    if (error === null) return found;
    if (isDefined && error.code === 'BLOCK_NOT_FOUND') return null;
    throw unmet(error);
  },
  published: async (blockId, signal) => {
    try {
      return await readPublished(owner, blockId, signal);
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'RELEASE_NOT_FOUND') return null;
      throw unmet(error);
    }
  },
});
