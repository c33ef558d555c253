/**
 * Puts down what owners are to be told, in the very transaction that made it so: what was rolled back is told to nobody, and
 * what was committed is told though the network ends in the next moment.
 */
import { randomUUID } from 'node:crypto';
import { mostWebhookBytes, type WebhookKind } from '../../../shared/contract/network/webhooks.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';

/** Something that happened to an account's device, or to its validator, whose id is in the device's place then. */
export interface Tidings {
  readonly accountId: string;
  readonly deviceId: string;
  /** Codes, ids and amounts as decimal text; never a sentence. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly at: EpochMs;
}

/** Writes one message for each webhook that asked for it. */
export type TellOwner = (tidings: Tidings) => Promise<void>;

/** Reads once who asked for a kind, so that telling of many devices costs nothing where nobody did. */
export const openOutbox = async (trx: Trx, kind: WebhookKind): Promise<TellOwner> => {
  const rows = await trx
    .selectFrom('webhooks')
    .select(['id', 'accountId', 'kinds'])
    .where('disabledAt', 'is', null)
    .execute();
  const byAccount = Map.groupBy(
    rows.filter(({ kinds }) => kinds.includes(kind)),
    ({ accountId }) => accountId,
  );
  return async ({ accountId, deviceId, facts, at }) => {
    for (const { id: webhookId } of byAccount.get(accountId) ?? []) {
      const id = randomUUID();
      const body = JSON.stringify({ id, kind, at, accountId, deviceId, facts });
      if (Buffer.byteLength(body) > mostWebhookBytes) throw new Error(`a message of ${kind} is too long`);
      await trx
        .insertInto('webhookDeliveries')
        .values({ id, webhookId, body, createdAt: at, nextTryAt: at, deliveredAt: null })
        .execute();
    }
  };
};
