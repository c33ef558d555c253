/** The three ways in which a face reaches the core, each as a client of the same contract. */
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { createRouterClient } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import type { Core } from '../../electron/core/create-core.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import { type AppClient, faceOfRunning } from '../../electron/headless/cli/face.ts';
import { serveCore } from '../../electron/headless/server/serve-core.ts';
import { silentLog } from '../../shared/log.ts';

interface Way {
  client: AppClient;
  close(): Promise<void>;
}

export const transports: Record<string, (core: Core, dataDir: string) => Promise<Way>> = {
  'in this process': (core) =>
    Promise.resolve({ client: createRouterClient(core.router) as AppClient, close: () => Promise.resolve() }),

  'over a message port': (core) => {
    const { port1, port2 } = new MessageChannel();
    new PortHandler(core.router).upgrade(port1, { context: {} });
    port1.start();
    port2.start();
    const client: AppClient = createORPCClient(new PortLink({ port: port2 }));
    return Promise.resolve({
      client,
      close: () => {
        port1.close();
        port2.close();
        return Promise.resolve();
      },
    });
  },

  'over a WebSocket': async (core, dataDir) => {
    const server = await serveCore(core, {
      port: 0,
      dataDir,
      assetsDir: dataDir,
      say: (key) => key,
      clock: systemClock,
      log: silentLog,
    });
    const face = await faceOfRunning(dataDir);
    return {
      client: face.client,
      close: async () => {
        face.close();
        await server.close();
      },
    };
  },
};
