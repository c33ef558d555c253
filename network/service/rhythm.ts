/**
 * What happens by itself: hours end and are closed, challenges are sent and expire, stake cools, wallets change, slashes fall
 * due. One pass does everything that is due now; the loop sleeps until something can be due again.
 *
 * Every process looks after the devices that are connected to it. What is done once for all is the leader's; should two
 * believe that they lead, each step is still taken once, by the database's word.
 */
import { heartbeatIntervalMs } from '../../shared/domain/presence/minutes.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import type { LeaderSeat } from '../store/leader-seat.ts';
import { createWeekTables, dropOldWeeks } from '../store/week-tables.ts';
import { forgetOldNonces } from './api/signatures.ts';
import { tendMonths } from './astronaut/months.ts';
import { creditReferrals } from './astronaut/referrals.ts';
import { forgetAsked } from './compliance/erasing.ts';
import { lowerExpired, noticeFalls } from './compliance/levels.ts';
import { tendCases } from './compliance/reviewing.ts';
import { seatCommittees } from './court/committees.ts';
import { judgeAbsences } from './court/offences/absences.ts';
import { executeUnappealed } from './court/slashes.ts';
import { closeUnseenHours } from './epochs/catching-up.ts';
import { closeHour, hoursToClose } from './epochs/closing.ts';
import { type Hour, hourAfter, openHour, runningHour, startHours, turnHour } from './epochs/hours.ts';
import { endProposals } from './governance/ending.ts';
import { tendInferences } from './inference/asking.ts';
import { drawChecks, forgetOldInferences } from './inference/checking.ts';
import { forgetUnsigned } from './intents/intents.ts';
import { createFollowUp } from './market/following-up.ts';
import { forgetOldLogs } from './market/lease-logs.ts';
import { createMarketPass } from './market/market-pass.ts';
import type { Network } from './network.ts';
import type { Challenges } from './proofs/challenges.ts';
import { createNominating } from './proofs/nominating.ts';
import { forgetOldRecords } from './proofs/records.ts';
import { reviewPatterns } from './proofs/reviews.ts';
import type { Publish } from './releases/publishing.ts';
import { compoundDue } from './staking/compounding.ts';
import { endDueNotices, withdrawAllCooled } from './staking/cooldowns.ts';
import { refreshOffers } from './staking/offer-list.ts';
import { payValidators } from './validators/paying.ts';
import { releaseCooledValidators } from './validators/staking.ts';
import { makeDueChanges } from './wallets/wallets.ts';

export interface Rhythm {
  /** Does everything that is due now, once. Passes never overlap. */
  pass(): Promise<void>;
  /** Makes the loop look again soon. */
  wake(): void;
  /** Begins the loop. */
  start(): void;
  stop(): Promise<void>;
}

/** How often what is not urgent is looked at. */
const choresEveryMs = 60_000;
/** How soon a pass looks again for what another process is about to do. */
const soonMs = 200;

export const createRhythm = (network: Network, challenges: Challenges, seat: LeaderSeat, publish: Publish): Rhythm => {
  const { db, clock, sessions, presence, whereabouts, processes, log } = network;
  const { hourMs } = network.parameters;
  const followUp = createFollowUp(network);
  const tendMarket = createMarketPass(network);
  const weeks = createWeekTables(db);
  const nominate = createNominating(network, challenges);
  let hasBegun = false;
  /** When the hour that runs ends; null before the first pass. */
  let endsAt: EpochMs | null = null;
  /** Another process has something to do before this one goes on. */
  let isWaiting = false;
  let choresAt = 0;
  let running: Promise<void> = Promise.resolve();
  let loop: Promise<void> | null = null;
  const stopping = new AbortController();
  let nudge = new AbortController();

  const begin = async (now: EpochMs): Promise<void> => {
    await processes.forgetGone(now);
    await challenges.voidOrphans();
    const { number } = await startHours(network, now, await processes.isAlone(now));
    await processes.say(now, { markedEpoch: number - 1, leads: false });
    hasBegun = true;
  };

  /** While staking is paused earnings wait for the next midnight, as they would had the network been down. */
  const compound = async (): Promise<void> => {
    if (network.records.pauseOf('stake', clock.now()) === null) await compoundDue(network);
  };

  /** @returns false while another process has not written down who was present */
  const closeEnded = async (now: EpochMs): Promise<boolean> => {
    const marked = await processes.markedByOthers(now);
    for (const ended of await hoursToClose(network)) {
      if (marked !== null && ended.number > marked) return false;
      const beganAtMs = clock.monotonic();
      await closeHour(network, ended);
      network.meter.closedHour(clock.monotonic() - beganAtMs);
      await compound();
      log.info('epoch_closed', { epoch: ended.number });
      sessions.reachAll({ kind: 'epoch_closed', epoch: ended.number });
    }
    return true;
  };

  /** Stake whose notice is over no longer counts when an hour is scored, nor does a level whose ground has ended. */
  const closeDue = async (now: EpochMs): Promise<boolean> => {
    await endDueNotices(network);
    await lowerExpired(network);
    return closeEnded(now);
  };

  const turn = async (open: Hour, now: EpochMs): Promise<Hour> => {
    presence.enter(hourAfter(open, hourMs));
    await presence.write();
    // Hours that nobody was seen in are closed at once, and only after those before them.
    await closeDue(now);
    const unseen = await closeUnseenHours(network, now);
    if (unseen > 0) log.info('epochs_closed_unseen', { count: unseen });
    return unseen > 0 ? openHour(db) : turnHour(network, open);
  };

  /** What the other processes know of the devices that are connected here, and this one of theirs. */
  const lookElsewhere = async (): Promise<void> => {
    if (!processes.isShared) return;
    await whereabouts.endStrays();
    await whereabouts.write();
    await followUp();
  };

  const leadersChores = async (now: EpochMs, openEpoch: number): Promise<void> => {
    await processes.forgetGone(now);
    await challenges.voidOrphans();
    await forgetOldNonces(network);
    await withdrawAllCooled(network);
    await releaseCooledValidators(network);
    // Again, for a day whose last hour was closed when the network ended.
    await compound();
    await refreshOffers(network);
    await makeDueChanges(network);
    await forgetUnsigned(network);
    await judgeAbsences(network);
    await drawChecks(network);
    await seatCommittees(network);
    await payValidators(network);
    await executeUnappealed(network);
    await endProposals(network);
    await creditReferrals(network);
    await tendMonths(network);
    await reviewPatterns(network);
    await forgetOldRecords(network);
    await dropOldWeeks(db, openEpoch);
    await forgetOldLogs(network);
    await forgetOldInferences(network);
    await tendCases(network);
    await forgetAsked(network);
    await noticeFalls(network);
  };

  const passOnce = async (): Promise<void> => {
    const now = await clock.ask();
    await network.records.refresh();
    if (!hasBegun) await begin(now);
    const leads = await seat.take();
    let open = await openHour(db);
    await weeks.reach(runningHour(open, now, hourMs).number);
    presence.enter(open);
    presence.mark(now);
    while (leads && open.endsAt <= now) open = await turn(open, now);
    const runs = runningHour(open, now, hourMs);
    endsAt = runs.endsAt;
    presence.enter(runs);
    await presence.write();
    await processes.say(now, { markedEpoch: runs.number - 1, leads });
    const isOpened = runs.number === open.number;
    isWaiting = leads ? !(await closeDue(now)) : !isOpened;
    await publish(leads);
    await challenges.expire();
    if (isOpened) await nominate(open, now);
    await lookElsewhere();
    await tendMarket(leads);
    await tendInferences(network, leads);
    if (now < choresAt) return;
    await network.fleet.refresh();
    if (leads) await leadersChores(now, open.number);
    // Those that were broken off are due again at the next pass.
    choresAt = now + Math.min(choresEveryMs, hourMs);
  };

  const pass = (): Promise<void> => {
    running = running.catch(() => undefined).then(passOnce);
    return running;
  };

  /** Presence holds for one and a half heartbeats, so marking once a heartbeat misses nothing. */
  const stepMs = heartbeatIntervalMs(hourMs);

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      const isDone = await pass().then(
        () => true,
        (error: unknown) => {
          log.error('pass_failed', { error: String(error) });
          return false;
        },
      );
      // After a failure it looks again no sooner than without one: the database may be away for long.
      const untilEnd = isDone && endsAt !== null ? endsAt - clock.now() : stepMs;
      const delayMs = Math.max(5, Math.min(stepMs, untilEnd, isWaiting ? soonMs : stepMs));
      await clock.sleep(delayMs, AbortSignal.any([stopping.signal, nudge.signal])).catch(() => undefined);
    }
  };

  return {
    pass,
    wake: () => nudge.abort(),
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
      await running.catch(() => undefined);
      presence.mark(clock.now());
      try {
        await presence.write();
        await processes.leave();
        await challenges.voidOrphans();
      } catch (error) {
        // Whoever shares the database finds out that this process is gone by its silence.
        log.error('not_left_in_order', { error: String(error) });
      }
    },
  };
};
