import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeCore } from '../../tests/fakes/core/router.ts';
import { scenarios } from '../../tests/fakes/core/scenarios.ts';
import { type AppRouter, serveCore } from './connect.ts';
import type { AppClient } from './follow-state.ts';

/** Electron's main-process port over a real one: messages come as events with `data`, and wait until `start`. */
class PortMain extends EventEmitter {
  readonly #port: MessagePort;
  isClosed = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.once('close', () => {
      this.isClosed = true;
      this.emit('close');
    });
  }

  start(): void {
    this.#port.on('message', (data) => this.emit('message', { data }));
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }
}

const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

const now = (): number => Date.UTC(2026, 10, 22);

const setUp = (router?: Promise<AppRouter>) => {
  const core = createFakeCore(scenarios['job-running'](now()), now);
  const ipc = new EventEmitter();
  const refused: unknown[] = [];
  const stop = serveCore(ipc as unknown as Electron.IpcMain, {
    ownContentsId: () => 7,
    router: router ?? Promise.resolve(core.router),
    onRefused: (error) => refused.push(error),
  });
  const connect = (url = 'app://perigee/') => {
    const { port1, port2 } = new MessageChannel();
    const main = new PortMain(port1);
    ipc.emit('perigee:connect', { senderFrame: { url, parent: null }, sender: { id: 7 }, ports: [main] });
    const client: AppClient = createORPCClient(new RPCLink({ port: port2 }));
    closings.push(() => port2.close());
    return { client, main, page: port2 };
  };
  closings.push(stop, () => core.close());
  return { connect, refused, stop };
};

describe('the line from the page to the core', () => {
  it('carries calls', async () => {
    expect(await setUp().connect().client.hello()).toMatchObject({ app: 'perigee' });
  });

  it('carries the live state, amounts as bigint and all', async () => {
    const { client } = setUp().connect();
    for await (const message of await client.watch()) {
      expect(message.kind).toBe('snapshot');
      if (message.kind === 'snapshot') expect(typeof message.state.stake?.staked).toBe('bigint');
      break;
    }
  });

  it('holds a call that was made before the core was there', async () => {
    const core = createFakeCore(scenarios['job-running'](now()), now);
    const { promise, resolve } = Promise.withResolvers<AppRouter>();
    const { client } = setUp(promise).connect();
    const answer = client.hello();
    resolve(core.router);
    expect(await answer).toMatchObject({ app: 'perigee' });
    core.close();
  });

  it('ends waiting calls when the core does not start', async () => {
    const { client } = setUp(Promise.reject(new Error('no'))).connect();
    await expect(client.hello()).rejects.toThrow();
  });

  it('replaces the line when the page is loaded again', async () => {
    const { connect } = setUp();
    const first = connect();
    await first.client.hello();
    const second = connect();
    expect(await second.client.hello()).toMatchObject({ app: 'perigee' });
    await expect.poll(() => first.main.isClosed).toBe(true);
    expect(second.main.isClosed).toBe(false);
  });

  it('gives a foreign page an error and no core', async () => {
    const { connect, refused } = setUp();
    const { client, main } = connect('https://example.com/');
    await expect(client.hello()).rejects.toThrow();
    await expect.poll(() => main.isClosed).toBe(true);
    expect(refused).toHaveLength(1);
  });

  it('closes with the shell', async () => {
    const { connect, stop } = setUp();
    const { main } = connect();
    stop();
    await expect.poll(() => main.isClosed).toBe(true);
  });
});
