/** Rows of webhooks and of what is to be delivered to them. */
import type { Generated } from 'kysely';
import type { WebhookKind } from '../../../shared/contract/network/webhooks.ts';
import type { Json } from '../column.ts';

export interface WebhookTable {
  id: string;
  accountId: string;
  url: string;
  kinds: Json<WebhookKind[]>;
  createdAt: number;
  /** First failed try since the last that was taken; null: the last one was, or none was made. */
  failingSince: number | null;
  /** It failed for too long; nothing is sent to it any more. */
  disabledAt: number | null;
  deliveredAt: number | null;
}

export interface WebhookDeliveryTable {
  /** Told with each try, so that a receiver knows what it had already. */
  id: string;
  webhookId: string;
  /** JSON, to the byte as it is sent. */
  body: string;
  createdAt: number;
  /** null: it was taken, or given up. */
  nextTryAt: number | null;
  tries: Generated<number>;
  deliveredAt: number | null;
}

export interface WebhooksTables {
  webhooks: WebhookTable;
  webhookDeliveries: WebhookDeliveryTable;
}
