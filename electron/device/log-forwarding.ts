/**
 * Hands what jobs print over to the network, for their renters: nothing but the container's own output, in order and
 * once. It never holds a job up: what it cannot keep while the network is away is left out, and that is said. Where the
 * network stands is asked of the network itself, so nothing is written here.
 */
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createBackOff } from '../link/back-off.ts';
import type { Link } from '../link/link.ts';
import type { OutputLine } from '../worker/worker.ts';

export interface LogForwarding {
  /** The same line again, as after a start of the app, is not handed over again. */
  take(jobId: string, line: OutputLine): void;
  /** No more comes of this job. */
  end(jobId: string): void;
  /** The network is there again: any pause is over. */
  hurry(): void;
  /** Resolves when it sends no more. */
  close(): Promise<void>;
}

interface Forwarded {
  readonly jobId: string;
  /** Not handed over yet, in their order. */
  lines: OutputLine[];
  characters: number;
  /** Cursor of the last line that was left out; '' for none. */
  leftOut: string;
  /** Where the network stands; null: it was not asked yet. */
  stand: { next: number; mark: string | null } | null;
  hasEnded: boolean;
  isOver: boolean;
  /** How often the network knew nothing of such a job. */
  refusals: number;
}

const mostLines = 4_000;
const mostCharacters = 256 * 1024;
/** Of one hand-over, below what the network takes. */
const linesAtOnce = 400;
const charactersAtOnce = 60_000;
/** Lines gather for so long. */
const gatherMs = 1_000;
/** A job that has just been accepted may not be known there yet; one that has ended is not asked about for ever. */
const mostRefusals = 20;
/** Ended jobs whose last lines wait for the network. */
const mostWaiting = 5;

const timeOf = ({ at }: OutputLine): number => (Number.isFinite(at) ? Math.max(0, Math.round(at)) : 0);

/** As many of the first lines as go over at once. */
const batchOf = (lines: readonly OutputLine[]): OutputLine[] => {
  let characters = 0;
  const over = lines.findIndex(({ text }, index) => {
    characters += text.length;
    return index === linesAtOnce || (characters > charactersAtOnce && index > 0);
  });
  return lines.slice(0, over === -1 ? lines.length : over);
};

export const createLogForwarding = (options: {
  clock: Clock;
  log: Log;
  /** null while there is none. */
  link: () => Pick<Link, 'handOverLog'> | null;
}): LogForwarding => {
  const { clock, log } = options;
  const jobs = new Map<string, Forwarded>();
  const closing = new AbortController();
  const backOff = createBackOff();
  let pause: AbortController | null = null;
  let running: Promise<void> | null = null;

  const entry = (jobId: string): Forwarded => {
    const known = jobs.get(jobId);
    if (known !== undefined) return known;
    const fresh = {
      jobId,
      lines: [],
      characters: 0,
      leftOut: '',
      stand: null,
      hasEnded: false,
      isOver: false,
      refusals: 0,
    };
    jobs.set(jobId, fresh);
    return fresh;
  };

  const keep = (job: Forwarded, lines: OutputLine[]): void => {
    job.lines = lines;
    job.characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  };

  const learn = (job: Forwarded, stand: { next: number; mark: string | null }): void => {
    job.stand = stand;
    keep(
      job,
      job.lines.filter(({ cursor }) => cursor > (stand.mark ?? '')),
    );
  };

  const hand = async (link: Pick<Link, 'handOverLog'>, job: Forwarded): Promise<void> => {
    const batch = job.stand === null ? [] : batchOf(job.lines);
    const isLast = job.stand !== null && job.hasEnded && batch.length === job.lines.length;
    const stand = await link.handOverLog({
      jobId: job.jobId,
      seq: job.stand?.next ?? 0,
      lines: batch.map((line) => ({ at: timeOf(line), stream: line.stream, text: line.text })),
      mark: batch.at(-1)?.cursor ?? job.stand?.mark ?? null,
      isAfterGap: job.stand !== null && job.leftOut > (job.stand.mark ?? ''),
      isLast,
    });
    if (stand === null) {
      job.refusals += 1;
      if (job.refusals >= mostRefusals && job.hasEnded) job.isOver = true;
      throw new Error(`the network knows of no job ${job.jobId} of this device`);
    }
    learn(job, stand);
    job.isOver = isLast && job.lines.length === 0;
  };

  const hasWork = (job: Forwarded): boolean => job.lines.length > 0 || job.hasEnded;

  const rest = async (ms: number): Promise<void> => {
    pause = new AbortController();
    await clock.sleep(ms, AbortSignal.any([pause.signal, closing.signal])).catch(() => undefined);
    pause = null;
  };

  const handAll = async (): Promise<void> => {
    const link = options.link();
    if (link === null) throw new Error('there is no network yet');
    for (const job of [...jobs.values()].filter(hasWork)) {
      try {
        await hand(link, job);
      } finally {
        if (job.isOver) jobs.delete(job.jobId);
      }
    }
  };

  /** As long as there is anything to hand over. */
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted && [...jobs.values()].some(hasWork)) {
      await rest(gatherMs);
      if (closing.signal.aborted) return;
      try {
        await handAll();
        backOff.reset();
      } catch (error) {
        log.warn('job_log_not_handed_over', { detail: String(error) });
        await rest(backOff.next());
      }
    }
  };

  const stir = (): void => {
    if (running !== null || closing.signal.aborted) return;
    running = run().finally(() => {
      running = null;
      // What came between the last look and the end.
      if ([...jobs.values()].some(hasWork)) stir();
    });
  };

  return {
    take: (jobId, line) => {
      const job = entry(jobId);
      if (job.isOver || line.cursor <= (job.stand?.mark ?? '')) return;
      job.lines.push(line);
      job.characters += line.text.length;
      let gone = 0;
      while (job.lines.length - gone > mostLines || (job.characters > mostCharacters && job.lines.length - gone > 1)) {
        job.characters -= job.lines[gone]?.text.length ?? 0;
        gone += 1;
      }
      if (gone > 0) {
        job.leftOut = job.lines[gone - 1]?.cursor ?? job.leftOut;
        job.lines = job.lines.slice(gone);
      }
      stir();
    },
    end: (jobId) => {
      entry(jobId).hasEnded = true;
      for (const old of [...jobs.values()].filter(({ hasEnded }) => hasEnded).slice(0, -mostWaiting))
        jobs.delete(old.jobId);
      stir();
    },
    hurry: () => pause?.abort(),
    close: async () => {
      closing.abort();
      await running;
    },
  };
};
