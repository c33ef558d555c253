/** The app contract, answered. Each domain has a file of its own; this one joins them. */
import { createBase } from './base.ts';
import { checksHandlers } from './checks.ts';
import { communityHandlers } from './community.ts';
import { controlHandlers } from './control.ts';
import { earningsHandlers } from './earnings.ts';
import { evidenceHandlers } from './evidence.ts';
import { watchFeed } from './live.ts';
import { mendingHandlers } from './mending.ts';
import { ownerHandlers } from './owner.ts';
import { releasesHandlers } from './releases.ts';
import { reportsHandlers } from './reports.ts';
import type { Services } from './services.ts';
import { stakeHandlers } from './stake.ts';
import { supportsHandlers } from './supports.ts';
import { workerHandlers } from './worker.ts';

export const createRouter = (services: Services) => {
  const base = createBase(services);
  let watchers = 0;
  return base.router({
    hello: base.hello.handler(() => services.hello),
    watch: base.watch.handler(async function* ({ signal }) {
      watchers += 1;
      services.onWatched(true);
      try {
        yield* watchFeed(services.feed, signal);
      } finally {
        watchers -= 1;
        services.onWatched(watchers > 0);
      }
    }),
    machine: { refresh: base.machine.refresh.handler(({ signal }) => services.readMachine(signal)) },
    control: controlHandlers(base, services),
    checks: checksHandlers(base, services),
    worker: workerHandlers(base, services),
    owner: ownerHandlers(base, services),
    mending: mendingHandlers(base, services),
    earnings: earningsHandlers(base, services),
    stake: stakeHandlers(base, services),
    supports: supportsHandlers(base, services),
    evidence: evidenceHandlers(base, services),
    community: communityHandlers(base, services),
    releases: releasesHandlers(base, services),
    reports: reportsHandlers(base, services),
    settings: { update: base.settings.update.handler(({ input }) => services.updateSettings(definedOnly(input))) },
  });
};
export type AppRouter = ReturnType<typeof createRouter>;

/** Drops keys that were sent as undefined: they mean "unchanged". */
const definedOnly = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
