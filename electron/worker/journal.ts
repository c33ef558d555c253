/**
 * Where jobs are written down before anything is done about them. A port: storage keeps it in SQLite, tests in memory
 * or a file.
 */
import type { JobRecord } from './job-machine.ts';

export interface JobJournal {
  /** Durable when it returns. @throws DISK_FULL, DATA_FOLDER_DENIED; nothing may then be done */
  put(record: JobRecord): void;
  list(): JobRecord[];
  remove(jobId: string): void;
}

/** The part of storage's records that a journal needs; open them with `jobRecordSchema`. */
interface RecordStore {
  put(id: string, value: JobRecord): void;
  list(): JobRecord[];
  remove(id: string): void;
}

export const openJobJournal = (records: RecordStore): JobJournal => ({
  put: (record) => records.put(record.spec.id, record),
  list: () => records.list(),
  remove: (jobId) => records.remove(jobId),
});
