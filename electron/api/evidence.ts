/** A loss of stake as a case: reading it, appealing it, and the bundle to keep. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const evidenceHandlers = (base: Base, { evidenceDesk }: Services) => ({
  read: base.evidence.read.handler(async ({ input, errors }) => {
    const answer = await evidenceDesk.read(input.slashId);
    if (answer.kind === 'read') return answer.result;
    throw answer.kind === 'not_found' ? errors.SLASH_NOT_FOUND() : errors.NOT_JOINED();
  }),
  appeal: base.evidence.appeal.handler(async ({ input, errors }) => {
    const answer = await evidenceDesk.appeal(input);
    if (answer.kind === 'read') return answer.result;
    if (answer.kind === 'late') throw errors.APPEAL_LATE({ data: { until: answer.until } });
    if (answer.kind === 'already') throw errors.ALREADY_APPEALED();
    throw answer.kind === 'not_found' ? errors.SLASH_NOT_FOUND() : errors.NOT_JOINED();
  }),
  bundle: base.evidence.bundle.handler(async ({ input, errors }) => {
    const answer = await evidenceDesk.bundle(input.slashId);
    if (answer.kind === 'read') return answer.result;
    throw answer.kind === 'not_found' ? errors.SLASH_NOT_FOUND() : errors.NOT_JOINED();
  }),
});
