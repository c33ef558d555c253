/** Opens a running core to the other faces of the same user: loopback for browsers, the run file for the command line. */
import { createRouterClient } from '@orpc/server';
import type { Log } from '../../../shared/log.ts';
import type { Clock } from '../../../shared/units/time.ts';
import type { Core } from '../../core/create-core.ts';
import { writeRunFile } from './access.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { createSeatDoor } from './seat-door.ts';
import { readSeatToken } from './seat-token.ts';

/** @param options.port 0: any free one; @throws PORT_BUSY */
export const serveCore = async (
  core: Pick<Core, 'router'>,
  options: { port: number; dataDir: string; assetsDir: string; clock: Clock; log: Log },
): Promise<LoopbackServer> => {
  const { port, dataDir, assetsDir, clock, log } = options;
  const { owner } = createRouterClient(core.router);
  const seat = createSeatDoor(
    () => readSeatToken(dataDir),
    (state) => owner.seat({ state }),
  );
  const server = await startLoopbackServer({ port, router: core.router, assetsDir, seat, clock, log });
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
      await server.close();
    },
  };
};
