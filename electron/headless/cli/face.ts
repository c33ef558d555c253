/** The command line as a face of the core: the same contract as the window, in this process or over loopback. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { WebSocket } from 'ws';
import type { AppContract, AppState } from '../../../shared/contract/app/index.ts';
import { isPerigeeError, PerigeeError } from '../../../shared/contract/codes.ts';
import { createMirror } from '../../../shared/live/feed.ts';
import type { Core } from '../../core/create-core.ts';
import { readRunFile } from '../server/access.ts';

export type AppClient = ContractRouterClient<AppContract>;

export interface Face {
  client: AppClient;
  /** The whole live state as it changes, until `signal` or the reader ends it. */
  watch(signal: AbortSignal): AsyncGenerator<AppState>;
  close(): void;
}

const faceOf = (client: AppClient, close: () => void): Face => ({
  client,
  close,
  watch: async function* (signal) {
    const mirror = createMirror<AppState>();
    for await (const message of await client.watch(undefined, { signal })) {
      if (mirror.apply(message as Parameters<typeof mirror.apply>[0]) === 'gap')
        throw new Error('live state has a gap');
      const state = mirror.state();
      if (state) yield state;
    }
  },
});

/** The core in this very process. */
export const faceOfCore = (core: Core): Face => faceOf(createRouterClient(core.router) as AppClient, () => undefined);

/** A core that makes its first Localnet on a slow PC is silent for seconds; one that is gone refuses at once. */
const answerDeadlineMs = 10_000;

/** @throws NOT_RUNNING when no core of this user holds that folder, or it does not answer within 10 s */
export const faceOfRunning = async (dataDir: string): Promise<Face & { url: string }> => {
  const run = readRunFile(dataDir);
  if (run === null) throw new PerigeeError('NOT_RUNNING', { dataDir });
  const socket = new WebSocket(`${run.url.replace('http', 'ws')}/rpc`, {
    headers: { Authorization: `Bearer ${run.token}` },
    handshakeTimeout: answerDeadlineMs,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (cause) => reject(new PerigeeError('NOT_RUNNING', { dataDir }, { cause })));
  });
  const client: AppClient = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  return { ...faceOf(client, () => socket.terminate()), url: run.url };
};

/** As `faceOfRunning`. @returns null when nothing runs there */
export const findRunning = async (dataDir: string): Promise<Awaited<ReturnType<typeof faceOfRunning>> | null> => {
  try {
    return await faceOfRunning(dataDir);
  } catch (error) {
    if (isPerigeeError(error) && error.code === 'NOT_RUNNING') return null;
    throw error;
  }
};

/** A fresh single-use address of the core that runs. */
export const launchUrlOfRunning = async (dataDir: string): Promise<string> => {
  const run = readRunFile(dataDir);
  if (run === null) throw new PerigeeError('NOT_RUNNING', { dataDir });
  const response = await fetch(`${run.url}/launch`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${run.token}`, 'Content-Type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(answerDeadlineMs),
  });
  if (!response.ok) throw new PerigeeError('NOT_RUNNING', { dataDir });
  const { code } = (await response.json()) as { code: string };
  return `${run.url}/#launch=${code}`;
};
