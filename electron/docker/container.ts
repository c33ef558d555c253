/** What the engine says about one of our containers, in our own shape. Pure. */
import type { ContainerInspectInfo } from 'dockerode';

export interface Container {
  containerId: string;
  jobId: string;
  /** `other`: restarting, being removed; none of which this app ever asks for. */
  status: 'created' | 'running' | 'frozen' | 'exited' | 'other';
  /** null until it has ended. */
  exitCode: number | null;
  /** The kernel ended something in it for want of memory. */
  isOutOfMemory: boolean;
  startedAt: number | null;
  endedAt: number | null;
  /** The engine's own words about a start that failed; null when there are none. */
  startError: string | null;
}

export interface ContainerSummary {
  containerId: string;
  jobId: string;
}

/** @param text RFC 3339; the engine writes year 1 for "not yet" */
const timeOf = (text: string): number | null => {
  const at = Date.parse(text);
  return Number.isNaN(at) || at <= 0 ? null : at;
};

const statusOf = (text: string): Container['status'] => {
  if (text === 'created' || text === 'running' || text === 'exited') return text;
  if (text === 'paused') return 'frozen';
  return text === 'dead' ? 'exited' : 'other';
};

export const containerOf = (info: ContainerInspectInfo, jobId: string): Container => {
  const { State: state } = info;
  const status = statusOf(state.Status);
  return {
    containerId: info.Id,
    jobId,
    status,
    exitCode: status === 'exited' ? state.ExitCode : null,
    isOutOfMemory: state.OOMKilled,
    startedAt: timeOf(state.StartedAt),
    endedAt: status === 'exited' ? timeOf(state.FinishedAt) : null,
    startError: state.Error === '' ? null : state.Error,
  };
};
