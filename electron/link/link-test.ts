/** The device's part in a test of its line: takes the network's bytes and sends the same ones back. It clocks nothing. */
import { z } from 'zod';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { within } from './deadline.ts';
import type { Identity } from './identity.ts';
import { signRequest } from './sign-request.ts';

const testDeadlineMs = 60_000;
/** No network asks for more than this. */
const mostBytes = 64 * 2 ** 20;

export interface LinkSpeed {
  readonly downMbps: number;
  readonly upMbps: number;
}

const speedSchema = z.object({ downMbps: z.number().positive(), upMbps: z.number().positive() });

/**
 * @returns what the network clocked
 * @throws NETWORK_UNREACHABLE, MALFORMED_MESSAGE, CANCELLED
 */
export const answerLinkTest = async (
  asked: { readonly testId: string; readonly bytes: number },
  options: {
    readonly baseUrl: string;
    readonly identity: Pick<Identity, 'publicKey' | 'sign'>;
    readonly clock: Clock;
    readonly cancel: AbortSignal;
  },
): Promise<LinkSpeed> => {
  const { baseUrl, identity, clock, cancel } = options;
  const address = new URL(baseUrl).origin;
  const url = `${baseUrl.replace(/\/+$/, '')}/v1/link-tests/${encodeURIComponent(asked.testId)}`;
  const refused = (detail: string): PerigeeError =>
    new PerigeeError('MALFORMED_MESSAGE', { what: 'link test', detail });
  const late = (): PerigeeError => new PerigeeError('NETWORK_UNREACHABLE', { address });
  const send = async (init: RequestInit): Promise<Response> => {
    const response = await fetch(await signRequest(new Request(url, init), identity, clock.now()));
    if (!response.ok) throw refused(`status ${response.status}`);
    return response;
  };
  if (asked.bytes > mostBytes) throw refused(`${asked.bytes} bytes`);
  return within({ clock, deadlineMs: testDeadlineMs, cancel, late }, async (signal) => {
    const content = new Uint8Array(await (await send({ signal })).arrayBuffer());
    if (content.byteLength !== asked.bytes) throw refused(`${content.byteLength} of ${asked.bytes} bytes`);
    const answered = speedSchema.safeParse(await (await send({ method: 'POST', body: content, signal })).json());
    if (!answered.success) throw refused('unreadable answer');
    return answered.data;
  });
};
