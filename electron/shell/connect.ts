/**
 * Joins the page to the core: takes the port that the page sent and serves the app contract on it. One port per
 * window: a reload's new port replaces the old one.
 */
import type { Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { appContract } from '../../shared/contract/app/index.ts';
import { connectChannel } from './channel.ts';
import { listenToOwnPage, type SenderRefusedError } from './sender-guard.ts';

export type AppRouter = Router<typeof appContract, Record<never, never>>;

export interface ConnectOptions {
  ownContentsId(): number | null;
  /** The window may ask before the core is there; its calls wait in the port. A failed start closes the port. */
  router: Promise<AppRouter>;
  onRefused(error: SenderRefusedError): void;
}

/** @returns a function that closes the open port and takes no further one */
export const serveCore = (ipcMain: Pick<Electron.IpcMain, 'on' | 'off'>, options: ConnectOptions): (() => void) => {
  const handler = options.router.then((router) => new RPCHandler(router));
  // Awaited per port below; with no port yet, a failed start must not count as unhandled.
  handler.catch(() => {});
  let current: Electron.MessagePortMain | null = null;

  const replace = (next: Electron.MessagePortMain | null): void => {
    current?.close();
    current = next;
  };

  const serve = async (port: Electron.MessagePortMain): Promise<void> => {
    try {
      const ready = await handler;
      // Closed or replaced while the core was starting.
      if (current !== port) return;
      ready.upgrade(port);
      port.start();
    } catch {
      // The failed start is told by whoever started the core; here the page's calls must end.
      port.close();
    }
  };

  const stop = listenToOwnPage(ipcMain, connectChannel, {
    ownContentsId: options.ownContentsId,
    onRefused: options.onRefused,
    onMessage: (event) => {
      const [port, ...surplus] = event.ports;
      for (const extra of surplus) extra.close();
      if (port === undefined) return;
      replace(port);
      // Chromium disconnects the port with its frame; nothing else is left to close then.
      port.once('close', () => {
        if (current === port) current = null;
      });
      void serve(port);
    },
  });
  return () => {
    stop();
    replace(null);
  };
};
