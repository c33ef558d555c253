/** Open data, read and verified through its desk. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const releasesHandlers = (base: Base, { releaseDesk: desk }: Services) => ({
  list: base.releases.list.handler(async ({ input, errors }) => {
    const page = await desk.list(input.before);
    if (page === null) throw errors.NOT_JOINED();
    return page;
  }),
  read: base.releases.read.handler(async ({ input, errors }) => {
    const detail = await desk.read(input.blockId);
    if (detail === null) throw errors.NOT_JOINED();
    if (detail === 'not_found') throw errors.RELEASE_NOT_FOUND();
    return detail;
  }),
  rows: base.releases.rows.handler(async ({ input, errors }) => {
    const { blockId, of, after } = input;
    const page = await desk.rows({ blockId, of, after });
    if (page === null) throw errors.NOT_JOINED();
    if (page === 'not_found') throw errors.RELEASE_NOT_FOUND();
    return page;
  }),
  verify: base.releases.verify.handler(async ({ input, signal, errors }) => {
    const verified = await desk.verify(input.blockId, signal);
    if (verified === null) throw errors.NOT_JOINED();
    if (verified === 'not_found') throw errors.RELEASE_NOT_FOUND();
    return verified;
  }),
});
