/** `rent logs`: what a job printed, of every device that has it, once or until it is over. */
import type { LogPage, RentedJob } from '../../../../shared/contract/network/market.ts';
import { withoutControls } from '../../../docker/without-controls.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { VerbContext } from '../verb.ts';
import type { Renter } from './renter.ts';

const pauseMs = 1_000;
/** The last lines of a job that is over come within this, unless its device is gone. */
const lastLinesMs = 20_000;

interface Read {
  readonly rank: number;
  cursor: number;
  isComplete: boolean;
}

type Told = LogPage['lines'][number] & { readonly rank: number };

const ranksOf = ({ members }: RentedJob): number[] => [...new Set([0, ...members.map(({ rank }) => rank)])];

export const followLogs = async (jobId: string, renter: Renter, context: VerbContext): Promise<ExitCode> => {
  const { sentences, say, answer, clock, signal, options } = context;
  const reads = new Map<number, Read>();
  const lines: Told[] = [];
  let dropped = 0;

  const tell = (page: LogPage, rank: number, isCluster: boolean): void => {
    const before = isCluster ? `[${rank}] ` : '';
    if (page.dropped > 0) say(`${before}· ${sentences.say('rent.dropped', { lines: page.dropped })}`);
    for (const line of page.lines) {
      if (line.isAfterGap) say(`${before}· ${sentences.say('rent.gap')}`);
      say(`${before}${withoutControls(line.text)}`);
    }
    dropped += page.dropped;
    if (options.isJson) lines.push(...page.lines.map((line) => ({ rank, ...line })));
  };

  /** Everything that is there now. @returns whether anything was */
  const readAll = async (job: RentedJob): Promise<boolean> => {
    let isNews = false;
    for (const rank of ranksOf(job)) {
      const read = reads.get(rank) ?? { rank, cursor: 0, isComplete: false };
      reads.set(rank, read);
      for (;;) {
        const page = await renter.api.jobs.logs({ jobId, rank, cursor: read.cursor });
        tell(page, rank, job.members.length > 1);
        const isMore = page.cursor > read.cursor;
        read.cursor = page.cursor;
        read.isComplete = page.isComplete;
        if (!isMore) break;
        isNews = true;
      }
    }
    return isNews;
  };

  const isComplete = (): boolean => [...reads.values()].every((read) => read.isComplete);

  let quietSinceMs = clock.monotonic();
  for (;;) {
    const job = await renter.api.jobs.status({ jobId });
    if ((await readAll(job)) || job.state !== 'ended') quietSinceMs = clock.monotonic();
    const isOver = job.state === 'ended' && (isComplete() || clock.monotonic() - quietSinceMs > lastLinesMs);
    if (!options.isFollow || isOver) break;
    await clock.sleep(pauseMs, signal);
  }
  answer({ jobId, lines, dropped, isComplete: isComplete() });
  return exitCodes.done;
};
