/** Opens a running core to the other faces of the same user: loopback for browsers, the run file for the command line. */
import { createRouterClient } from '@orpc/server';
import type { Log } from '../../../shared/log.ts';
import type { Clock } from '../../../shared/units/time.ts';
import type { Core } from '../../core/create-core.ts';
import { writeRunFile } from './access.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { createSeatDoor } from './seat-door.ts';
import { readSeatToken } from './seat-token.ts';
import { createSignerDoor } from './signer-door.ts';

/**
 * @param options.port 0: any free one
 * @param options.say  sentences of `cli.json`, for whom a signer leads back here
 * @throws PORT_BUSY
 */
export const serveCore = async (
  core: Pick<Core, 'router' | 'callbackDoor'>,
  options: {
    port: number;
    dataDir: string;
    assetsDir: string;
    say: (key: string) => string;
    clock: Clock;
    log: Log;
  },
): Promise<LoopbackServer> => {
  const { port, dataDir, assetsDir, say, clock, log } = options;
  const { callbackDoor } = core;
  const { owner } = createRouterClient(core.router);
  const seat = createSeatDoor(
    () => readSeatToken(dataDir),
    (state) => owner.seat({ state }),
  );
  const signer = createSignerDoor(callbackDoor.take, say);
  const server = await startLoopbackServer({ port, router: core.router, assetsDir, seat, signer, clock, log });
  callbackDoor.openAt(server.url);
  const forget = writeRunFile(dataDir, {
    pid: process.pid,
    url: server.url,
    token: server.access.token,
    startedAt: clock.now(),
  });
  return {
    ...server,
    close: async () => {
      forget();
      callbackDoor.openAt(null);
      await server.close();
    },
  };
};
