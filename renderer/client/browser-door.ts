/**
 * The browser's way to the core: a launch code from the address bar becomes a token, and the token opens a WebSocket.
 * The token lives in this tab's session storage and nowhere else; it is never part of an address.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { type CoreClient, type Door, DoorRefused } from './core-client.ts';

const tokenKey = 'perigee.token';
const stepTimeoutMs = 10_000;

/** @returns null: the address bar holds no launch code */
const launchCodeIn = (page: Window): string | null => /^#launch=([\w-]+)$/.exec(page.location.hash)?.[1] ?? null;

/** Takes the launch code out of the address bar, so that it is neither bookmarked nor shared. @returns null: none there */
const takeLaunchCode = (page: Window): string | null => {
  const code = launchCodeIn(page);
  if (code !== null) page.history.replaceState(null, '', page.location.pathname + page.location.search);
  return code;
};

const redeem = async (code: string, signal: AbortSignal): Promise<string> => {
  const response = await fetch('/launch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
    signal,
  });
  if (response.status >= 400 && response.status < 500) throw new DoorRefused('The launch code was refused');
  if (!response.ok) throw new Error(`The launch answered ${response.status}`);
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') return body.token;
  throw new Error('The launch answered without a token');
};

const nextEvent = (socket: WebSocket, signal: AbortSignal): Promise<MessageEvent | null> =>
  new Promise((resolve, reject) => {
    const done = new AbortController();
    const settle = (act: () => void): void => {
      done.abort();
      act();
    };
    socket.addEventListener('open', () => settle(() => resolve(null)), { signal: done.signal });
    socket.addEventListener('message', (event) => settle(() => resolve(event)), { signal: done.signal });
    socket.addEventListener(
      'close',
      (event) =>
        settle(() =>
          reject(
            event.code === 4401 || event.code === 1008
              ? new DoorRefused('The token was refused')
              : new Error('The socket closed'),
          ),
        ),
      { signal: done.signal },
    );
    signal.addEventListener('abort', () => settle(() => reject(signal.reason)), { signal: done.signal });
  });

const isWelcome = (data: unknown): boolean => {
  const answer: unknown = typeof data === 'string' ? JSON.parse(data) : null;
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;
};

/** @param page gives the address, the history and the session storage of this tab */
export const createBrowserDoor = (page: Window): Door => {
  let code = takeLaunchCode(page);
  // A fresh address opened in a tab that is already here changes only the fragment. The code stays there for the page
  // that comes: taking it out and putting it back would be another change, and start the reload over before it ends.
  page.addEventListener('hashchange', () => {
    if (launchCodeIn(page) === null) return;
    page.sessionStorage.removeItem(tokenKey);
    page.location.reload();
  });

  const token = async (signal: AbortSignal): Promise<string> => {
    if (code !== null) {
      const fresh = await redeem(code, signal);
      code = null;
      page.sessionStorage.setItem(tokenKey, fresh);
    }
    const known = page.sessionStorage.getItem(tokenKey);
    if (known === null) throw new DoorRefused('This tab has no token');
    return known;
  };

  return {
    open: async (signal) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(stepTimeoutMs)]);
      const secret = await token(limit);
      const address = new URL('/rpc', page.location.href);
      address.protocol = page.location.protocol === 'https:' ? 'wss:' : 'ws:';
      address.hash = '';
      const socket = new WebSocket(address);
      try {
        await nextEvent(socket, limit);
        socket.send(JSON.stringify({ token: secret }));
        const answer = await nextEvent(socket, limit);
        if (!isWelcome(answer?.data)) throw new DoorRefused('The core did not welcome this tab');
      } catch (cause) {
        socket.close();
        if (cause instanceof DoorRefused) page.sessionStorage.removeItem(tokenKey);
        throw cause;
      }
      const client: CoreClient = createORPCClient(new RPCLink({ websocket: socket }));
      const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
      return { client, closed, close: () => socket.close() };
    },
  };
};
