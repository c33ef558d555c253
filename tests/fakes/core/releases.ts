/**
 * Open data of the fake core: three hours that the rules would have closed, signed, and read through the real desk. In the
 * middle one a byte of a row is another than was signed.
 */
import { implement } from '@orpc/server';
import { createReleaseDesk } from '../../../electron/device/release-desk.ts';
import type { PublishedRelease } from '../../../electron/link/published-release.ts';
import type { ReleaseLink } from '../../../electron/link/release-link.ts';
import { appContract } from '../../../shared/contract/app/index.ts';
import type { ReleaseRow } from '../../../shared/domain/releases/row.ts';
import { playHours } from '../releases/played-hours.ts';
import { inMemory } from '../releases/read-release.ts';
import { createSigners } from '../releases/signers.ts';

const devices = 60;
const changedLine = 7;

/** Only the class of a card is told otherwise: `"count":1` becomes another digit, as somebody would who wants more. */
const withAnotherByte = (rows: Uint8Array): Uint8Array => {
  const lines = Buffer.from(rows).toString('latin1').split('\n');
  lines[changedLine - 1] = (lines[changedLine - 1] ?? '').replace(
    /"count":(\d)/,
    (_, count: string) => `"count":${count === '8' ? '7' : Number(count) + 1}`,
  );
  return Buffer.from(lines.join('\n'), 'latin1');
};

const publish = (): { link: ReleaseLink; ownId: string; networkKey: string } => {
  const signers = createSigners();
  const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
  const built = [...playHours({ devices, hours: 3, seed: 11, signers: keys })];
  const published = built.map((each, at): PublishedRelease => {
    const { blockId, rows, leaves, manifest, signatures } = inMemory(each, signers);
    const before = built[at - 1];
    return {
      ...{ blockId, text: each.manifestText, manifest: each.manifest },
      before:
        before === undefined
          ? null
          : {
              blockId: before.manifest.block_id,
              release: { hash: before.manifestHash, manifest: before.manifest },
            },
      files: { rows: [at === 1 ? withAnotherByte(rows) : rows], leaves: [leaves], manifest, signatures },
    };
  });
  const blocks = built.map(({ manifest, manifestHash }) => {
    const { hour, totals, epoch } = manifest;
    return {
      ...{ blockId: manifest.block_id, epoch, startsAt: hour.starts_at, endsAt: hour.ends_at, isPart: hour.is_part },
      ...{ ...totals, devices: manifest.rows, manifestHash, signedBy: { network: true, validators: 1 } },
    };
  });
  const rowsOf = (blockId: string): { line: number; row: ReleaseRow }[] =>
    (built.find(({ manifest }) => manifest.block_id === blockId)?.lines ?? []).map((text, at) => ({
      line: at + 1,
      row: JSON.parse(text) as ReleaseRow,
    }));
  const first = rowsOf(blocks[0]?.blockId ?? '');
  return {
    ownId: first[20]?.row.device_id ?? '',
    networkKey: keys.network,
    link: {
      blocks: async () => ({ blocks: blocks.toReversed(), next: null }),
      block: async (blockId) => blocks.find((block) => block.blockId === blockId) ?? null,
      rows: async ({ blockId, of, after = 0, limit = 100 }) => {
        const found = rowsOf(blockId).filter(
          ({ line, row }) => line > after && (of === undefined || row.device_id === of || row.owner_tag === of),
        );
        const rows = found.slice(0, limit);
        return { rows, next: found.length > limit ? (rows.at(-1)?.line ?? null) : null };
      },
      published: async (blockId) => published.find((release) => release.blockId === blockId) ?? null,
    },
  };
};

/** @param hasJoined  the scenario knows a network */
export const fakeReleases = (hasJoined: boolean) => {
  const os = implement(appContract);
  let made: ReturnType<typeof publish> | null = null;
  const desk = createReleaseDesk(() => {
    if (!hasJoined) return null;
    made ??= publish();
    const { link, ownId, networkKey } = made;
    return { releases: link, deviceId: ownId, isOwner: true, networkKey };
  });
  return {
    list: os.releases.list.handler(async ({ input, errors }) => {
      const page = await desk.list(input.before);
      if (page === null) throw errors.NOT_JOINED();
      return page;
    }),
    read: os.releases.read.handler(async ({ input, errors }) => {
      const detail = await desk.read(input.blockId);
      if (detail === null || detail === 'not_found') throw errors.RELEASE_NOT_FOUND();
      return detail;
    }),
    rows: os.releases.rows.handler(async ({ input: { blockId, of, after }, errors }) => {
      const page = await desk.rows({ blockId, of, after });
      if (page === null || page === 'not_found') throw errors.RELEASE_NOT_FOUND();
      return page;
    }),
    verify: os.releases.verify.handler(async ({ input, signal, errors }) => {
      const verified = await desk.verify(input.blockId, signal);
      if (verified === null || verified === 'not_found') throw errors.RELEASE_NOT_FOUND();
      return verified;
    }),
  };
};
