/** The procedures of releases. */
import { releaseFileName } from '../../../shared/domain/releases/files.ts';
import type { ReleasePart } from '../../../shared/domain/releases/finding.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { listReleases, type Release, readLines, readSignaturesFile, releaseOf } from './reading.ts';
import { signRelease } from './signing.ts';

export const releaseRoutes = ({ open, signed }: Callers, network: Network) => {
  const textOf = ({ epoch, manifest }: Release, part: ReleasePart, lines: { after: number; limit: number }) => {
    switch (part) {
      case 'manifest':
        return manifest;
      case 'signatures':
        return readSignaturesFile(network, epoch);
      default:
        return readLines(network, epoch, part, lines);
    }
  };
  return {
    list: open.releases.list.handler(async ({ input }) => {
      const { order, after = null, limit } = input;
      const found = await listReleases(network, { order, after, limit: limit + 1 });
      const shown = found.slice(0, limit);
      return {
        releases: shown.map(({ blockId, epoch, startsAt, endsAt, rows, manifestHash, madeAt }) => ({
          ...{ blockId, epoch, startsAt, endsAt, rows, manifestHash },
          publishedAt: madeAt,
        })),
        next: found.length > limit ? (shown.at(-1)?.blockId ?? null) : null,
      };
    }),
    file: open.releases.file.handler(async ({ input, errors }) => {
      const { blockId, part, ...lines } = input;
      const release = await releaseOf(network, blockId);
      if (release === null) throw errors.RELEASE_NOT_FOUND();
      const isJson = part === 'manifest' || part === 'signatures';
      const type = isJson ? 'application/json' : 'text/plain';
      return new File([await textOf(release, part, lines)], releaseFileName(blockId, part), { type });
    }),
    sign: signed.releases.sign.handler(async ({ input, context, errors }) => {
      const { blockId, signature } = input;
      const release = await releaseOf(network, blockId);
      if (release === null) throw errors.RELEASE_NOT_FOUND();
      const refusal = await signRelease(network, release, { key: context.publicKey, signature });
      if (refusal !== null) throw errors[refusal]();
      return { blockId };
    }),
  };
};
