/** An account's webhooks as the network keeps them. What is sent to them is in outbox.ts and delivering.ts. */
import { randomUUID } from 'node:crypto';
import { mostWebhooks, type NetworkWebhook, type WebhookKind } from '../../../shared/contract/network/webhooks.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

const readWebhooks = async (trx: Trx, accountId: string): Promise<NetworkWebhook[]> => {
  const rows = await trx
    .selectFrom('webhooks')
    .leftJoin('webhookDeliveries', (join) =>
      join.onRef('webhookDeliveries.webhookId', '=', 'webhooks.id').on('nextTryAt', 'is not', null),
    )
    .selectAll('webhooks')
    .select(({ fn }) => fn.count<number>('webhookDeliveries.id').as('waiting'))
    .where('accountId', '=', accountId)
    .groupBy('webhooks.id')
    .orderBy('webhooks.createdAt')
    .orderBy('webhooks.id')
    .execute();
  return rows.map(({ accountId: _accountId, waiting, ...shown }) => ({ ...shown, waiting: Number(waiting) }));
};

/** Oldest first. */
export const webhooksOf = ({ db }: Pick<Network, 'db'>, accountId: string): Promise<NetworkWebhook[]> =>
  inTransaction(db, (trx) => readWebhooks(trx, accountId));

/** @param asked.url  that was judged; @returns null when the account has as many as it may */
export const addWebhook = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  accountId: string,
  asked: { readonly url: string; readonly kinds: readonly WebhookKind[] },
): Promise<NetworkWebhook | null> =>
  inTransaction(db, async (trx) => {
    if ((await readWebhooks(trx, accountId)).length >= mostWebhooks) return null;
    const id = randomUUID();
    await trx
      .insertInto('webhooks')
      .values({
        id,
        accountId,
        url: asked.url,
        kinds: JSON.stringify([...new Set(asked.kinds)]),
        createdAt: clock.now(),
        failingSince: null,
        disabledAt: null,
        deliveredAt: null,
      })
      .execute();
    return (await readWebhooks(trx, accountId)).find((webhook) => webhook.id === id) ?? null;
  });

/** With what waits for it. @returns false when the account has no such webhook */
export const removeWebhook = async ({ db }: Pick<Network, 'db'>, accountId: string, id: string): Promise<boolean> => {
  const removed = await db
    .deleteFrom('webhooks')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return removed.numDeletedRows === 1n;
};
