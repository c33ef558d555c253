/** A renter at the command line, from the key to the bill, whatever engine the device has. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { Complaint } from '../../shared/contract/network/court-reports.ts';
import type { JobBill, LogPage, RentedJob } from '../../shared/contract/network/market.ts';
import { jsonOf } from '../cli/perigee.ts';
import { perigeeHere } from '../cli/perigee-here.ts';

export interface Renting {
  submit(spec: JobSpec): Promise<RentedJob>;
  status(jobId: string): Promise<RentedJob>;
  /** Followed to the job's end. */
  log(jobId: string): Promise<LogPage['lines']>;
  bill(jobId: string): Promise<JobBill>;
  cancel(jobId: string): Promise<RentedJob>;
  complain(words: object): Promise<Complaint>;
  complaints(jobId: string): Promise<Complaint[]>;
  /** What reporting it as away came to, for each device. */
  away(jobId: string): Promise<{ rank: number; state: string }[]>;
  /** Waits for it. */
  until(jobId: string, state: RentedJob['state']): Promise<RentedJob>;
  close(): void;
}

const patienceMs = 60_000;

export const openRenting = async (url: string): Promise<Renting> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-renting-'));
  const rent = async (...words: string[]): Promise<unknown> => {
    const said = await perigeeHere(['rent', ...words, '--json', '--network', url, '--key', join(dir, 'renter.key')]);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    return jsonOf(said);
  };
  await rent('key');
  const status: Renting['status'] = async (jobId) => (await rent('status', jobId)) as RentedJob;
  return {
    status,
    submit: async (spec) => {
      const path = join(dir, 'spec.json');
      writeFileSync(path, JSON.stringify(spec));
      return (await rent('submit', path, '--price', '60', '--minutes', '900')) as RentedJob;
    },
    log: async (jobId) => ((await rent('logs', jobId, '--follow')) as LogPage).lines,
    bill: async (jobId) => (await rent('bill', jobId)) as JobBill,
    complain: async (words) => {
      const path = join(dir, 'complaint.json');
      writeFileSync(path, JSON.stringify(words));
      return (await rent('complain', path)) as Complaint;
    },
    complaints: async (jobId) => ((await rent('complaints', jobId)) as { complaints: Complaint[] }).complaints,
    away: async (jobId) => ((await rent('away', jobId)) as { members: { rank: number; state: string }[] }).members,
    cancel: async (jobId) => (await rent('cancel', jobId)) as RentedJob,
    until: async (jobId, state) => {
      await expect.poll(async () => (await status(jobId)).state, { timeout: patienceMs, interval: 500 }).toBe(state);
      return status(jobId);
    },
    close: () => rmSync(dir, { recursive: true }),
  };
};
