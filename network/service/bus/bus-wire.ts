/**
 * An event as it goes over NATS: the subject says for whom, the bytes are the event as JSON. Whatever comes is read by the
 * session's own contract, and by nothing more lenient. Pure.
 */
import { sessionEventSchema } from '../../../shared/contract/network/session.ts';
import type { BusMessage } from './bus.ts';

/** As `deviceIdOf` makes them; no dot and no wildcard is in one. */
const deviceIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

export interface Subjects {
  readonly all: string;
  readonly devices: string;
  of(message: Pick<BusMessage, 'deviceId'>): string;
}

/** @param network  as the address names it */
export const subjectsOf = (network: string): Subjects => ({
  all: `${network}.all`,
  devices: `${network}.device.*`,
  of: ({ deviceId }) => (deviceId === null ? `${network}.all` : `${network}.device.${deviceId}`),
});

/** Of the network's stream. */
export const streamNameOf = (network: string): string => `${network.toUpperCase()}_EVENTS`;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const writeMessage = ({ event }: BusMessage): Uint8Array => encoder.encode(JSON.stringify(event));

/** @returns null for what is no message of this network */
export const readMessage = (network: string, subject: string, bytes: Uint8Array): BusMessage | null => {
  const isForAll = subject === `${network}.all`;
  const prefix = `${network}.device.`;
  const deviceId = subject.startsWith(prefix) ? subject.slice(prefix.length) : null;
  if (!isForAll && (deviceId === null || !deviceIdPattern.test(deviceId))) return null;
  try {
    const event = sessionEventSchema.safeParse(JSON.parse(decoder.decode(bytes)));
    return event.success ? { deviceId, event: event.data } : null;
  } catch {
    return null;
  }
};
