/**
 * Full-screen windows and the last input, from an X server: its own events for windows, a question twice a second for
 * input. Under Wayland this sees what runs through Xwayland, which is nearly every game.
 */
import { readdir } from 'node:fs/promises';
import type { Clock } from '../../../../shared/units/time.ts';
import type { SignSource } from '../../sign-source.ts';
import { isWayland } from '../session-type.ts';
import { openDisplay, type XDisplay } from './display.ts';
import { fullScreenOf, programOf, type XWindow } from './windows.ts';

const inputEveryMs = 500;
/** Looks without an event, where a window manager tells of changes. */
const managedTurns = 20;
const mostWindows = 256;

const socketsFolder = '/tmp/.X11-unix';

/** Only a screen of this PC is its owner's: one that is forwarded from elsewhere is somebody else's. */
const findDisplay = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const sockets: string[] = await readdir(socketsFolder).catch(() => []);
  const named = /^(?:unix)?:(\d{1,5})(?:\.\d+)?$/.exec(env.DISPLAY ?? '')?.[1];
  if (env.DISPLAY && named === undefined) throw new Error(`${env.DISPLAY} is no screen of this PC`);
  // A service of the system has no DISPLAY; the first screen is then the one.
  const number = named ?? sockets.find((name) => /^X\d{1,5}$/.test(name))?.slice(1);
  // Without its socket the library would try the network.
  if (number === undefined || !sockets.includes(`X${number}`)) throw new Error('no display');
  return `:${number}`;
};

const readWindow = async (display: XDisplay, window: number, active: number): Promise<XWindow> => {
  const [state, type, shape, program] = await Promise.all([
    display.words(window, '_NET_WM_STATE'),
    display.words(window, '_NET_WM_WINDOW_TYPE'),
    display.geometry(window),
    display.text(window, 'WM_CLASS'),
  ]);
  const { size } = display;
  return {
    isFullScreen: state.includes(await display.atom('_NET_WM_STATE_FULLSCREEN')),
    isHidden: state.includes(await display.atom('_NET_WM_STATE_HIDDEN')),
    isDesktop:
      type.includes(await display.atom('_NET_WM_WINDOW_TYPE_DESKTOP')) ||
      type.includes(await display.atom('_NET_WM_WINDOW_TYPE_DOCK')),
    fillsScreen: shape !== null && shape.width >= size.width && shape.height >= size.height,
    hasFocus: window === active,
    program: programOf(program),
  };
};

const readFullScreen = async (display: XDisplay, heard: Set<number>): Promise<string | false> => {
  const listed = await display.words(display.root, '_NET_CLIENT_LIST');
  // Without a window manager only the focus says which window is used.
  const [active = await display.focus()] = await display.words(display.root, '_NET_ACTIVE_WINDOW');
  const windows = [...new Set([...listed.slice(0, mostWindows), active])].filter(
    (window) => window > 1 && window !== display.root,
  );
  for (const window of windows) if (!heard.has(window)) display.listen(window);
  heard.clear();
  for (const window of windows) heard.add(window);
  return fullScreenOf(await Promise.all(windows.map((window) => readWindow(display, window, active))));
};

export const createX11Source = (clock: Clock, env: NodeJS.ProcessEnv = process.env): SignSource => ({
  name: 'x11',
  watch: async (report, signal) => {
    const display = await openDisplay(await findDisplay(env));
    try {
      const heard = new Set<number>();
      let isLooking = false;
      let isStale = true;
      let failed: (error: unknown) => void = () => undefined;
      const failure = new Promise<never>((_, reject) => {
        failed = reject;
      });
      const look = async (): Promise<void> => {
        isStale = true;
        if (isLooking) return;
        isLooking = true;
        try {
          while (isStale && !signal.aborted) {
            isStale = false;
            report({ fullScreen: await readFullScreen(display, heard) });
          }
        } finally {
          isLooking = false;
        }
      };
      display.onChange(() => void look().catch(failed));
      display.listen(display.root);
      let lastInputMs = Number.NEGATIVE_INFINITY;
      const keepLooking = async (): Promise<void> => {
        for (let turn = 0; !signal.aborted; turn += 1) {
          // Where no window manager tells of changes, this finds them; where one does, its events are enough.
          const isManaged = (await display.words(display.root, '_NET_SUPPORTING_WM_CHECK')).length > 0;
          if (!isManaged || turn % managedTurns === 0) await look();
          // Under Wayland the server only hears of input to its own windows.
          const idleMs = isWayland(env) ? null : await display.idleMs();
          const inputMs = idleMs === null ? null : clock.monotonic() - idleMs;
          // The same input, asked for again, is the same to within a few milliseconds.
          if (inputMs !== null && Math.abs(inputMs - lastInputMs) > inputEveryMs / 2) {
            lastInputMs = inputMs;
            report({ lastInputMs });
          }
          await clock.sleep(inputEveryMs, signal);
        }
      };
      await Promise.race([keepLooking(), failure, display.closed]);
    } finally {
      display.close();
    }
  },
});
