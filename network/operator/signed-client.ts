/** The network contract as an operator calls it: signed HTTP, each call once, each with its deadline. */
import { randomBytes } from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { type NetworkContract, networkContract } from '../../shared/contract/network/index.ts';
import { signedHeaders } from '../../shared/domain/signing/signed-headers.ts';
import type { OperatorKey } from './key-file.ts';

export type OperatorApi = JsonifiedClient<ContractRouterClient<NetworkContract>>;

const deadlineMs = 30_000;

const signed = async (request: Request, key: OperatorKey): Promise<Request> => {
  const body = new Uint8Array(await request.arrayBuffer());
  const url = new URL(request.url);
  const at = { now: Date.now(), nonce: randomBytes(16).toString('base64url') };
  const headers = new Headers(request.headers);
  for (const [name, value] of signedHeaders({ method: request.method, url, body }, key, at)) headers.set(name, value);
  return new Request(url, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(deadlineMs),
    ...(body.byteLength === 0 ? {} : { body }),
  });
};

/** Calls end with their answer, with the contract's refusal, or with NETWORK_UNREACHABLE. */
export const createOperatorApi = (networkUrl: string, key: OperatorKey): OperatorApi => {
  const link = new OpenAPILink(networkContract, {
    url: `${networkUrl.replace(/\/+$/, '')}/v1`,
    fetch: async (request, init) => {
      const sent = await signed(request, key);
      return fetch(sent, init).catch((cause: unknown) => {
        throw new PerigeeError('NETWORK_UNREACHABLE', { address: new URL(networkUrl).origin }, { cause });
      });
    },
  });
  return createORPCClient(link);
};
