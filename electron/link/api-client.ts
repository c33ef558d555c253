/**
 * The network contract over signed HTTP. Each call is made once: whether to try again is decided where it is known what
 * a second time would mean.
 */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { type NetworkContract, networkContract } from '../../shared/contract/network/index.ts';
import type { Clock } from '../../shared/units/time.ts';
import { within } from './deadline.ts';
import type { Identity } from './identity.ts';
import { problemOf } from './refusal.ts';
import { signRequest } from './sign-request.ts';

/**
 * Calls end with their answer, with the contract's own refusal of that call, or with NETWORK_UNREACHABLE, CLOCK_OFF,
 * DEVICE_REVOKED, NETWORK_REFUSED, MALFORMED_MESSAGE or CANCELLED.
 */
export type ApiClient = JsonifiedClient<ContractRouterClient<NetworkContract>>;

export const callDeadlineMs = 10_000;
/** The longest true answer, a statement, is a few hundred kilobytes. */
const mostAnswerBytes = 4 * 1024 * 1024;

const readBody = async (response: Response): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostAnswerBytes) throw new PerigeeError('MALFORMED_MESSAGE', { what: 'answer', detail: 'too long' });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

/** Statuses whose responses may not have a body, not even an empty one. */
const bodiless: readonly number[] = [204, 205, 304];

/** @param options.cancel  ends every call, now and later, with CANCELLED */
export const createApiClient = (options: {
  baseUrl: string;
  identity: Pick<Identity, 'publicKey' | 'sign'>;
  clock: Clock;
  cancel: AbortSignal;
}): ApiClient => {
  const { baseUrl, identity, clock, cancel } = options;
  const address = new URL(baseUrl).origin;
  const unreachable = (cause?: unknown): PerigeeError =>
    new PerigeeError('NETWORK_UNREACHABLE', { address }, { cause });

  const send = async (request: Request, init: { redirect?: Request['redirect'] }): Promise<Response> => {
    const signed = await signRequest(request, identity, clock.now());
    try {
      const response = await fetch(signed, init);
      // Read here, so that a connection that breaks half-way is told apart from an answer that makes no sense.
      const body = await readBody(response);
      const { status, headers } = response;
      return new Response(bodiless.includes(status) ? null : body, { status, headers });
    } catch (error) {
      throw error instanceof PerigeeError ? error : unreachable(error);
    }
  };

  const link = new OpenAPILink(networkContract, {
    url: `${baseUrl.replace(/\/+$/, '')}/v1`,
    fetch: send,
    plugins: [new ResponseValidationPlugin(networkContract)],
    interceptors: [
      async ({ next, path, ...call }) => {
        try {
          return await within({ clock, deadlineMs: callDeadlineMs, cancel, late: unreachable }, (signal) =>
            next({ ...call, path, signal }),
          );
        } catch (error) {
          throw problemOf(error, { what: path.join('.'), address, now: clock.now() });
        }
      },
    ],
  });
  return createORPCClient(link);
};
