/** A socket of a test's own that leads to the real engine, so that taking it away disturbs nobody else. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface EngineProxy {
  /** Nothing lies at the path any more, and what spoke through it is cut. */
  takeAway(): Promise<void>;
  bringBack(): Promise<void>;
}

export const startEngineProxy = async (path: string, enginePath: string): Promise<EngineProxy> => {
  const open = new Set<Socket>();
  let server: Server | null = null;

  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const bringBack = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server = createServer((near) => {
        const far = connect(enginePath);
        keep(near);
        keep(far);
        near.pipe(far).pipe(near);
        near.on('close', () => far.destroy());
        far.on('close', () => near.destroy());
      });
      server.once('error', reject);
      server.listen(path, resolve);
    });
  const takeAway = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of open) socket.destroy();
      if (server) server.close(() => resolve());
      else resolve();
      server = null;
      rmSync(path, { force: true });
    });

  await bringBack();
  return { takeAway, bringBack };
};
