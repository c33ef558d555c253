/** A job's own output: how far it was read, and the rest of it after its container has ended. */
import type { Engine } from '../docker/engine.ts';
import type { JobLog } from './job-log.ts';

export interface JobOutput {
  /** Of the last line that is in the log; null: none of this container's. */
  cursor(): string | null;
  moveTo(cursor: string | null): void;
  /** What a container that has ended said while nobody listened. @param onLine with the line's time */
  readRest(containerId: string, onLine: (at: number) => void): Promise<void>;
}

export const createJobOutput = (options: {
  engine: Pick<Engine, 'logs'>;
  log: JobLog;
  closeSignal: AbortSignal;
}): JobOutput => {
  const { engine, log, closeSignal } = options;
  let cursor: string | null = null;
  return {
    cursor: () => cursor,
    moveTo: (next) => {
      cursor = next;
    },
    readRest: async (containerId, onLine) => {
      for await (const line of engine.logs(containerId, cursor, closeSignal)) {
        cursor = line.cursor;
        log.push({ at: line.at, source: 'renter', stream: line.stream, text: line.text }, line.cursor);
        onLine(line.at);
      }
    },
  };
};
