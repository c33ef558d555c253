/**
 * Sends one message to one address: signed, within ten seconds, without following anybody anywhere. What the other end
 * answers beside its status is not read.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv6 } from 'node:net';
import { webhookMessage } from '../../../shared/domain/signing/messages.ts';
import type { NetworkKeys } from '../../store/secrets.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
}

const withinMs = 10_000;

/** @param sentAt  seconds since 1970 UTC; anew for each try */
export const webhookHeaders = (
  { id, body }: Message,
  sentAt: number,
  keys: Pick<NetworkKeys, 'publicKey' | 'sign'>,
): Record<string, string> => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
  'user-agent': 'perigee-webhook/1',
  'perigee-id': id,
  'perigee-timestamp': String(sentAt),
  'perigee-key': keys.publicKey,
  'perigee-signature': keys.sign(webhookMessage({ id, sentAt, body })),
});

/**
 * @param destination.address  that is connected to, whatever the name leads to by now
 * @returns the status that was answered; null when there was no answer in time
 */
export const postMessage = (
  destination: { readonly url: URL; readonly address: string },
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<number | null> =>
  new Promise((resolve) => {
    const { url, address } = destination;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const family = isIPv6(address) ? 6 : 4;
    const sent = send(url, {
      method: 'POST',
      headers,
      // A connection of its own, so that none outlives the judgement of its address.
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(withinMs)]),
      lookup: (_name, options, found) =>
        options.all ? found(null, [{ address, family }]) : found(null, address, family),
    });
    sent.on('response', (response) => {
      resolve(response.statusCode ?? null);
      response.destroy();
    });
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
