/**
 * Delivers what waits, in a loop of its own that nothing else waits for: a few at a time, each tried again after a wait that
 * doubles, for a day. A message may arrive twice, under one id; it is never lost before the day is over. A webhook that
 * takes nothing for three days is disabled, which its owner sees in the list.
 */
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { judgeDestination, type Resolve } from './destination.ts';
import { postMessage, webhookHeaders } from './sending.ts';

export interface Delivering {
  /** Tries everything that is due now, once. Passes never overlap. */
  pass(): Promise<void>;
  /** Begins the loop. */
  start(): void;
  stop(): Promise<void>;
}

type Sender = Pick<Network, 'db' | 'parameters' | 'clock' | 'keys' | 'log'>;

const atOnce = 8;
/** Longer than a try can take: a process that is killed meanwhile holds a message up no longer than this. */
const claimedMs = 60_000;
const triedForHours = 24;
const disabledAfterHours = 72;
const keptForHours = 168;
const longestWaitHours = 1;
const minutesOfHour = 60;

interface Due {
  readonly id: string;
  readonly webhookId: string;
  readonly body: string;
  readonly createdAt: number;
  readonly tries: number;
  readonly url: string;
}

export const createDelivering = (network: Sender, resolve: Resolve): Delivering => {
  const { db, parameters, clock, keys, log } = network;
  const stopping = new AbortController();
  const minuteMs = Math.max(1, Math.floor(parameters.hourMs / minutesOfHour));
  const hoursMs = (hours: number): number => networkHoursMs(hours, parameters);
  let running: Promise<void> = Promise.resolve();
  let loop: Promise<void> | null = null;

  /**
   * Takes due messages for this process, so that no other one sends them meanwhile: of each webhook the oldest, so that one
   * that never answers keeps nobody else's waiting.
   */
  const claim = (): Promise<Due[]> =>
    inTransaction(db, async (trx) => {
      const now = clock.now();
      const due = await trx
        .selectFrom('webhookDeliveries')
        .innerJoin('webhooks', 'webhooks.id', 'webhookDeliveries.webhookId')
        .distinctOn('webhookId')
        .select(['webhookDeliveries.id', 'webhookId', 'body', 'webhookDeliveries.createdAt', 'tries', 'url'])
        .where('nextTryAt', '<=', now)
        .orderBy('webhookId')
        .orderBy('webhookDeliveries.createdAt')
        .orderBy('webhookDeliveries.id')
        .limit(atOnce)
        .execute();
      if (due.length === 0) return [];
      const ids = due.map(({ id }) => id);
      await trx
        .updateTable('webhookDeliveries')
        .set({ nextTryAt: now + claimedMs })
        .where('id', 'in', ids)
        .execute();
      return due;
    });

  const keepTaken = ({ id, webhookId }: Due): Promise<void> =>
    inTransaction(db, async (trx) => {
      const now = clock.now();
      await trx
        .updateTable('webhookDeliveries')
        .set(({ eb }) => ({ nextTryAt: null, deliveredAt: now, tries: eb('tries', '+', 1) }))
        .where('id', '=', id)
        .execute();
      await trx
        .updateTable('webhooks')
        .set({ failingSince: null, deliveredAt: now })
        .where('id', '=', webhookId)
        .execute();
    });

  const keepFailed = ({ id, webhookId, createdAt, tries }: Due): Promise<void> =>
    inTransaction(db, async (trx) => {
      const now = clock.now();
      const webhook = await trx.selectFrom('webhooks').selectAll().where('id', '=', webhookId).executeTakeFirst();
      if (webhook === undefined) return;
      const failingSince = webhook.failingSince ?? now;
      const isDisabled = now - failingSince >= hoursMs(disabledAfterHours);
      await trx
        .updateTable('webhooks')
        .set({ failingSince, disabledAt: isDisabled ? (webhook.disabledAt ?? now) : null })
        .where('id', '=', webhookId)
        .execute();
      if (isDisabled) {
        await trx
          .updateTable('webhookDeliveries')
          .set({ nextTryAt: null })
          .where('webhookId', '=', webhookId)
          .execute();
        log.warn('webhook_disabled', { webhookId });
        return;
      }
      const waitMs = Math.min(hoursMs(longestWaitHours), minuteMs * 2 ** Math.min(tries, 30));
      const isOver = now + waitMs - createdAt > hoursMs(triedForHours);
      await trx
        .updateTable('webhookDeliveries')
        .set({ nextTryAt: isOver ? null : now + waitMs, tries: tries + 1 })
        .where('id', '=', id)
        .execute();
      // What else waits for it waits as long: it would only fail too.
      await trx
        .updateTable('webhookDeliveries')
        .set({ nextTryAt: now + waitMs })
        .where('webhookId', '=', webhookId)
        .where('nextTryAt', '<', now + waitMs)
        .execute();
    });

  const deliver = async (due: Due): Promise<void> => {
    const destination = await judgeDestination(due.url, parameters.isPlay, resolve);
    const headers = webhookHeaders(due, Math.floor(clock.now() / 1000), keys);
    const status =
      destination.kind === 'open' ? await postMessage(destination, due.body, headers, stopping.signal) : null;
    // What this process's own end cut off is tried again by whoever comes next.
    if (stopping.signal.aborted && status === null) return;
    if (status !== null && status >= 200 && status < 300) await keepTaken(due);
    else await keepFailed(due);
  };

  const passOnce = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const due = await claim();
      if (due.length === 0) return;
      await Promise.all(due.map(deliver));
    }
  };

  const forgetOld = async (): Promise<void> => {
    await db
      .deleteFrom('webhookDeliveries')
      .where('nextTryAt', 'is', null)
      .where('createdAt', '<', clock.now() - hoursMs(keptForHours))
      .execute();
  };

  const pass = (): Promise<void> => {
    running = running.catch(() => undefined).then(passOnce);
    return running;
  };

  const stepMs = Math.max(1_000, Math.min(30_000, minuteMs));
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pass()
        .then(forgetOld)
        .catch((error: unknown) => log.error('webhooks_failed', { error: String(error) }));
      await clock.sleep(stepMs, stopping.signal).catch(() => undefined);
    }
  };

  return {
    pass,
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
      await running.catch(() => undefined);
    },
  };
};
