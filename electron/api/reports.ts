/** Reports of frauds, read and filed through their desk. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const reportsHandlers = (base: Base, { reportDesk: desk }: Services) => ({
  list: base.reports.list.handler(async ({ errors }) => {
    const list = await desk.list();
    if (list === null) throw errors.NOT_JOINED();
    return list;
  }),
  file: base.reports.file.handler(async ({ input, errors }) => {
    const { requestId: idempotencyKey, ...asked } = input;
    const answer = await desk.file({ ...asked, idempotencyKey });
    if (answer === null) throw errors.NOT_JOINED();
    switch (answer.kind) {
      case 'filed':
        return answer.report;
      case 'no_device':
        throw errors.DEVICE_NOT_FOUND();
      case 'own_device':
        throw errors.SELF_REPORT();
      case 'rows_unknown':
        throw errors.ROWS_UNKNOWN({ data: { blockIds: answer.blockIds } });
      case 'too_many':
        throw errors.TOO_MANY_REPORTS({ data: { most: answer.most } });
      default:
        throw errors.BOND_NOT_COVERED({ data: { required: answer.needed, available: answer.available } });
    }
  }),
});
