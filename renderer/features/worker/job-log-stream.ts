/** Follows the log of one job through the open wire, joins what comes, and says how the following stands. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LogLine } from '../../../shared/contract/app/worker.ts';
import type { CoreClient } from '../../client/core-client.ts';
import { coreStore } from '../../client/store.ts';
import { withLines } from './log-lines.ts';

/**
 * - `waiting`: asked, nothing heard yet
 * - `open`: lines arrive as they are written
 * - `ended`: the log is complete
 * - `gone`: the core has no such log
 * - `lost`: the wire broke; it is asked again once there is one
 */
export type LogState = 'waiting' | 'open' | 'ended' | 'gone' | 'lost';

interface JobLog {
  jobId: string;
  lines: readonly LogLine[];
  state: LogState;
}

/** Lines that come together are drawn together, so that a busy job costs the window little. */
const gatherMs = 80;

const follow = async (
  client: CoreClient,
  jobId: string,
  signal: AbortSignal,
  change: (state: LogState, arrived: readonly LogLine[]) => void,
): Promise<void> => {
  let gathered: LogLine[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (state: LogState): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!signal.aborted) change(state, gathered);
    gathered = [];
  };
  try {
    const lines = await client.worker.log({ jobId }, { signal });
    flush('open');
    for await (const line of lines) {
      gathered.push(line);
      timer ??= setTimeout(() => flush('open'), gatherMs);
    }
    flush('ended');
  } catch (cause) {
    const isGone = cause instanceof Error && 'code' in cause && cause.code === 'JOB_NOT_FOUND';
    flush(isGone ? 'gone' : 'lost');
  }
};

export const useJobLog = (jobId: string): JobLog => {
  const client = useStore(coreStore, (view) => view.client);
  const [log, setLog] = useState<JobLog>({ jobId, lines: [], state: 'waiting' });
  useEffect(() => {
    if (client === null) {
      setLog((known) => (known.jobId === jobId && known.state === 'open' ? { ...known, state: 'lost' } : known));
      return;
    }
    const ended = new AbortController();
    setLog((known) => (known.jobId === jobId ? known : { jobId, lines: [], state: 'waiting' }));
    const change = (state: LogState, arrived: readonly LogLine[]): void =>
      setLog((known) => ({ jobId, state, lines: withLines(known.jobId === jobId ? known.lines : [], arrived) }));
    void follow(client, jobId, ended.signal, change);
    return () => ended.abort(new Error('The log is no longer on screen'));
  }, [client, jobId]);
  return log.jobId === jobId ? log : { jobId, lines: [], state: 'waiting' };
};
