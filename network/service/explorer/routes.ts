/** The procedures of the explorer. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { listReleases, releaseOf } from '../releases/reading.ts';
import { describeBlock, describeBlocks, findRows, rowsOfBlock, rowsOfDevice } from './blocks.ts';
import { createClassHours } from './class-hours.ts';
import { createSummary } from './summary.ts';

export const explorerRoutes = ({ open }: Callers, network: Network) => {
  const newestSummary = createSummary(network);
  const classHours = createClassHours(network);
  return {
    summary: open.explorer.summary.handler(async ({ errors }) => {
      const summary = await newestSummary();
      if (summary === null) throw errors.BLOCK_NOT_FOUND();
      return summary;
    }),
    blocks: open.explorer.blocks.handler(async ({ input }) => {
      const { before: after = null, limit } = input;
      const found = await listReleases(network, { order: 'desc', after, limit: limit + 1 });
      const shown = found.slice(0, limit);
      return {
        blocks: await describeBlocks(network, shown),
        next: found.length > limit ? (shown.at(-1)?.blockId ?? null) : null,
      };
    }),
    block: open.explorer.block.handler(async ({ input, errors }) => {
      const { blockId, after, limit } = input;
      const release = await releaseOf(network, blockId);
      if (release === null) throw errors.BLOCK_NOT_FOUND();
      const rows = await rowsOfBlock(network, release.epoch, { after, limit });
      const end = after + rows.length;
      const next = rows.length > 0 && end < release.rows ? end : null;
      return { block: await describeBlock(network, release), rows, next };
    }),
    rows: open.explorer.rows.handler(async ({ input, errors }) => {
      const { blockId, of, after, limit } = input;
      const release = await releaseOf(network, blockId);
      if (release === null) throw errors.BLOCK_NOT_FOUND();
      const found = await findRows(network, release.epoch, { of, after, limit: limit + 1 });
      const rows = found.slice(0, limit);
      return { rows, next: found.length > limit ? (rows.at(-1)?.line ?? null) : null };
    }),
    classHours: open.explorer.classHours.handler(async ({ input }) => ({
      class: input.class,
      hours: await classHours(input.class),
    })),
    device: open.explorer.device.handler(async ({ input, errors }) => {
      const rows = await rowsOfDevice(network, input.deviceId);
      if (rows.length === 0) throw errors.DEVICE_NOT_FOUND();
      return { deviceId: input.deviceId, rows };
    }),
  };
};
