/** What one job said and what was done to it: the newest lines, for anybody to read along. Never on disk. */
import type { LogLine } from '../../shared/contract/app/worker.ts';

const mostLines = 2000;

export interface JobLog {
  /** @param cursor  of a line of the job's own: where in its container's output it stands */
  push(line: Omit<LogLine, 'seq'>, cursor?: string): void;
  lines(): readonly LogLine[];
  /** The lines that are held, then each as it comes; a reader that is too slow loses the oldest. Ends with the log. */
  follow(signal: AbortSignal): AsyncIterable<LogLine>;
  /** No more lines will come. */
  end(): void;
}

export const createJobLog = (): JobLog => {
  const held: LogLine[] = [];
  let seq = 0;
  let hasEnded = false;
  const wakers = new Set<() => void>();
  const wake = (): void => {
    for (const waker of [...wakers]) waker();
  };
  const change = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const settle = (): void => {
        wakers.delete(settle);
        signal.removeEventListener('abort', settle);
        resolve();
      };
      wakers.add(settle);
      signal.addEventListener('abort', settle, { once: true });
    });

  async function* follow(signal: AbortSignal): AsyncGenerator<LogLine> {
    let last = -1;
    while (!signal.aborted) {
      const fresh = held.slice(Math.max(0, last + 1 - (held[0]?.seq ?? 0)));
      for (const line of fresh) {
        last = line.seq;
        yield line;
        if (signal.aborted) return;
      }
      if (fresh.length > 0) continue;
      if (hasEnded) return;
      await change(signal);
    }
  }

  return {
    follow,
    lines: () => held,
    push: (line) => {
      held.push({ ...line, seq });
      seq += 1;
      if (held.length > mostLines) held.shift();
      wake();
    },
    end: () => {
      hasEnded = true;
      wake();
    },
  };
};
