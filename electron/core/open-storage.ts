/** Opens everything this device remembers, under one lock, and says what could not be read. */
import { join } from 'node:path';
import type { z } from 'zod';
import { type CheckRun, checkModes, checkRunSchema } from '../../shared/contract/app/checks.ts';
import type { Problem } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { energyHourSchema } from '../device/energy-meter.ts';
import { heldLimitSchema } from '../device/held-limits.ts';
import { lockRecordSchema } from '../device/owner-lock.ts';
import { openDataFolder } from '../storage/data-folder.ts';
import { openDatabase } from '../storage/database.ts';
import { openDeviceLog } from '../storage/device-log-table.ts';
import { installationSchema, openInstallation } from '../storage/installation.ts';
import { loggedOutbox } from '../storage/logged-outbox.ts';
import { openOutboxTable } from '../storage/outbox-table.ts';
import { openRecords, type RecordFault } from '../storage/records.ts';
import { openSettings } from '../storage/settings-table.ts';
import { openStartRecord } from '../storage/start-record.ts';
import { shelvedImageSchema } from '../worker/image-shelf.ts';
import { jobRecordSchema } from '../worker/job-machine.ts';
import { openJobJournal } from '../worker/journal.ts';

/** @throws DATA_FOLDER_BUSY, DATA_FOLDER_DENIED, DISK_FULL, STATE_NEWER */
export const openStorage = (dataDir: string, clock: Clock) => {
  const folder = openDataFolder(dataDir, clock.now());
  try {
    const starts = openStartRecord(dataDir);
    const database = openDatabase(join(dataDir, 'state.db'), clock.now());
    const faults: RecordFault[] = [];
    const records = <T>(kind: string, schema: z.ZodType<T>) =>
      openRecords({ database, kind, schema, now: clock.now, onFault: (fault) => faults.push(fault) });
    const settings = openSettings(database, clock.now);
    const installations = records('installation', installationSchema);
    const checkRuns = records('check_run', checkRunSchema);
    const installationId = openInstallation(installations, join(dataDir, 'installation.id'), clock.now());
    const deviceLog = openDeviceLog(database, clock.now);
    const journal = openJobJournal(records('job', jobRecordSchema));
    const problems = [database.problem, ...settings.problems].filter((problem): problem is Problem => problem !== null);
    return {
      settings,
      journal,
      images: records('image', shelvedImageSchema),
      locks: records('lock', lockRecordSchema),
      heldLimits: records('held_limit', heldLimitSchema),
      energy: records('energy_hour', energyHourSchema),
      deviceLog,
      outbox: loggedOutbox(database, openOutboxTable(database), deviceLog),
      checkRuns: {
        /** The last of each mode, the newest first. */
        recent: () =>
          checkModes.flatMap((mode) => checkRuns.get(mode) ?? []).toSorted((a, b) => b.startedAt - a.startedAt),
        save: (run: CheckRun) => checkRuns.put(run.mode, run),
      },
      /** Marks our containers as this folder's own. */
      installationId,
      /** Starts in a row that did not last. */
      failedStarts: starts.failed,
      /** This start lasted. */
      settleStart: starts.settle,
      problems,
      faults,
      close: () => {
        starts.settle();
        database.close();
        folder.release();
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
};
