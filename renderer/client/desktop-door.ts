/** The desktop's way to the core: the preload asks the shell for a message port and hands it to this window. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { CoreClient, Door } from './core-client.ts';

/** What the preload exposes as `window.perigee`. */
export interface DesktopBridge {
  /** Asks for a fresh port; it arrives as a `perigee:port` message on this window. */
  connect(): void;
}

const portTimeoutMs = 10_000;

const nextPort = (page: Window, bridge: DesktopBridge, signal: AbortSignal): Promise<MessagePort> =>
  new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(portTimeoutMs)]);
    const onMessage = (event: MessageEvent): void => {
      const [port] = event.ports;
      // Only this page's own preload may hand over a port.
      if (event.source !== page || event.origin !== page.location.origin || event.data !== 'perigee:port' || !port)
        return;
      stop();
      resolve(port);
    };
    const onAbort = (): void => {
      stop();
      reject(limit.reason);
    };
    const stop = (): void => {
      page.removeEventListener('message', onMessage);
      limit.removeEventListener('abort', onAbort);
    };
    page.addEventListener('message', onMessage);
    limit.addEventListener('abort', onAbort);
    bridge.connect();
  });

export const createDesktopDoor = (page: Window, bridge: DesktopBridge): Door => ({
  open: async (signal) => {
    const port = await nextPort(page, bridge, signal);
    const client: CoreClient = createORPCClient(new RPCLink({ port }));
    const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve(), { once: true }));
    port.start();
    return { client, closed, close: () => port.close() };
  },
});
