/** A journal that forgets with the process; writes are copies, as on disk. */
import type { JobRecord } from '../../electron/worker/job-machine.ts';
import type { JobJournal } from '../../electron/worker/journal.ts';

export const createMemoryJournal = (): JobJournal => {
  const records = new Map<string, string>();
  return {
    put: (record) => {
      records.set(record.spec.id, JSON.stringify(record));
    },
    list: () => [...records.values()].map((text) => JSON.parse(text) as JobRecord),
    remove: (jobId) => {
      records.delete(jobId);
    },
  };
};
