/**
 * What happens by itself: hours end and are closed, challenges are sent and expire, stake cools, wallets change, slashes
 * fall due. One pass does everything that is due now; the loop sleeps until something can be due again.
 */
import { heartbeatIntervalMs } from '../../shared/domain/presence/minutes.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { forgetOldNonces } from './api/signatures.ts';
import { executeUnappealed } from './court/slashes.ts';
import { type Device, runningJobOf } from './devices/devices.ts';
import { closeUnseenHours } from './epochs/catching-up.ts';
import { closeHour, hoursToClose } from './epochs/closing.ts';
import { type Hour, hourAfter, openHour, startHours, turnHour } from './epochs/hours.ts';
import { forgetUnsigned } from './intents/intents.ts';
import { expireJobs } from './market/jobs.ts';
import type { Network } from './network.ts';
import type { Challenges } from './proofs/challenges.ts';
import { nominationsOf } from './proofs/nominations.ts';
import { forgetOldRecords } from './proofs/records.ts';
import { proofsOfHour, reviewPatterns } from './proofs/reviews.ts';
import { withdrawAllCooled } from './staking/stakes.ts';
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

export const createRhythm = (network: Network, challenges: Challenges): Rhythm => {
  const { db, clock, parameters, sessions, presence, log } = network;
  let hour: Hour | null = null;
  let choresAt = 0;
  let running: Promise<void> = Promise.resolve();
  let loop: Promise<void> | null = null;
  const stopping = new AbortController();
  let nudge = new AbortController();

  const begin = async (): Promise<Hour> => {
    await challenges.voidUnfinished();
    const started = await startHours(network);
    presence.enter(started);
    return started;
  };

  const closeEnded = async (): Promise<void> => {
    for (const ended of await hoursToClose(network)) {
      await closeHour(network, ended);
      log.info('epoch_closed', { epoch: ended.number });
      sessions.tellAll({ kind: 'epoch_closed', epoch: ended.number });
    }
  };

  const turn = async (open: Hour): Promise<Hour> => {
    presence.enter(hourAfter(open, parameters.hourMs));
    await presence.write();
    const unseen = await closeUnseenHours(network);
    if (unseen > 0) log.info('epochs_closed_unseen', { count: unseen });
    const next = unseen > 0 ? await openHour(db) : await turnHour(network, open);
    presence.enter(next);
    return next;
  };

  /** Asks a connected device what is due: one challenge at a time, none while it is paused. */
  const nominate = async (device: Device, open: Hour, now: EpochMs): Promise<void> => {
    const session = sessions.of(device.id);
    if (!session?.isListening || session.state === null || session.state === 'paused') return;
    if (challenges.isAsked(device.id)) return;
    const counted = await db
      .selectFrom('challenges')
      .select(({ fn }) => ['epoch', fn.countAll<number>().as('count')])
      .where('deviceId', '=', device.id)
      .where('state', '!=', 'void')
      .groupBy('epoch')
      .orderBy('epoch', 'desc')
      .limit(1)
      .executeTakeFirst();
    const nominations = nominationsOf(network.keys, device.id, open, await proofsOfHour(network, device.id));
    const due = nominations.filter(({ at }) => at <= now).length;
    // A device that was never asked is asked at once, so that its first full hour does not begin unproven.
    const isNew = counted === undefined;
    const asked = counted?.epoch === open.number ? counted.count : 0;
    if (!isNew && asked >= due) return;
    const tick = (isNew ? null : nominations[asked]?.tick) ?? null;
    if ((await runningJobOf(db, device.id)) !== null) return challenges.excuse(device, tick);
    await challenges.send(device, tick);
  };

  const nominateAll = async (open: Hour, now: EpochMs): Promise<void> => {
    const connected = sessions.all().map(({ deviceId }) => deviceId);
    if (connected.length === 0) return;
    const devices = await db.selectFrom('devices').selectAll().where('id', 'in', connected).execute();
    for (const device of devices) await nominate(device, open, now);
  };

  const passOnce = async (): Promise<void> => {
    hour ??= await begin();
    const now = clock.now();
    presence.mark(now);
    while (hour.endsAt <= now) hour = await turn(hour);
    await presence.write();
    await closeEnded();
    await challenges.expire();
    await nominateAll(hour, now);
    if (now < choresAt) return;
    choresAt = now + Math.min(choresEveryMs, parameters.hourMs);
    await forgetOldNonces(network);
    await withdrawAllCooled(network);
    await makeDueChanges(network);
    await forgetUnsigned(network);
    await executeUnappealed(network);
    await network.fleet.refresh();
    await reviewPatterns(network);
    await forgetOldRecords(network);
    await expireJobs(network);
  };

  const pass = (): Promise<void> => {
    running = running.catch(() => undefined).then(passOnce);
    return running;
  };

  /** Presence holds for one and a half heartbeats, so marking once a heartbeat misses nothing. */
  const stepMs = heartbeatIntervalMs(parameters.hourMs);

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudge = new AbortController();
      await pass().catch((error: unknown) => log.error('pass_failed', { error: String(error) }));
      const untilEnd = (hour?.endsAt ?? 0) - clock.now();
      const delayMs = Math.max(5, Math.min(stepMs, untilEnd));
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
      await presence.write();
    },
  };
};
