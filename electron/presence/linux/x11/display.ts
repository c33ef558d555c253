/** One connection to an X server, with promises where the library has callbacks. */
import { type Client, createClient, eventMask, type ScreenSaver } from 'x11';

export interface XDisplay {
  readonly root: number;
  readonly size: { readonly width: number; readonly height: number };
  /** A property of 32-bit words: atoms, windows, numbers. @returns empty when it is not set, or the window is gone */
  words(window: number, property: string): Promise<number[]>;
  /** @returns null when it is not set, or the window is gone */
  text(window: number, property: string): Promise<string | null>;
  atom(name: string): Promise<number>;
  /** @returns null when the window is gone */
  geometry(window: number): Promise<{ width: number; height: number } | null>;
  focus(): Promise<number>;
  /** Since the last key, button or movement, as the screen saver counts. @returns null when the server does not count */
  idleMs(): Promise<number | null>;
  /** Has `onChange` called for each change of the window's properties. */
  listen(window: number): void;
  onChange(listener: () => void): void;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

const anyType = 0;
const mostWords = 4096;

const asked = <T>(ask: (answer: (error: Error | null, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));

const open = (display: string): Promise<{ client: Client; root: number; width: number; height: number }> =>
  new Promise((resolve, reject) => {
    const client = createClient({ display, shm: false }, (error, opened) => {
      const screen = opened?.screen[0];
      if (error || screen === undefined) return reject(error ?? new Error(`display ${display} has no screen`));
      resolve({ client, root: screen.root, width: screen.pixel_width, height: screen.pixel_height });
    });
  });

/** @param display as in DISPLAY, such as `:0` @throws Error when no server answers there */
export const openDisplay = async (display: string): Promise<XDisplay> => {
  const { client, root, width, height } = await open(display);
  const atoms = new Map<string, Promise<number>>();
  const listeners = new Set<() => void>();
  // A window may go between two questions about it; whoever asked was told.
  client.on('error', () => undefined);
  client.on('event', () => {
    for (const listener of listeners) listener();
  });
  const closed = new Promise<void>((resolve) => client.on('end', resolve));
  const saver = await asked<ScreenSaver>((answer) => client.require('screen-saver', answer)).catch(() => null);

  const atom = (name: string): Promise<number> => {
    const known = atoms.get(name) ?? asked<number>((answer) => client.InternAtom(false, name, answer));
    atoms.set(name, known);
    return known;
  };
  const bytes = async (window: number, property: string): Promise<Buffer | null> => {
    const id = await atom(property);
    try {
      const { type, data } = await asked<{ type: number; data: Buffer }>((answer) =>
        client.GetProperty(0, window, id, anyType, 0, mostWords, answer),
      );
      return type === 0 ? null : data;
    } catch {
      return null;
    }
  };
  return {
    root,
    size: { width, height },
    atom,
    words: async (window, property) => {
      const data = (await bytes(window, property)) ?? Buffer.alloc(0);
      return Array.from({ length: Math.floor(data.length / 4) }, (_, index) => data.readUInt32LE(index * 4));
    },
    text: async (window, property) => (await bytes(window, property))?.toString('utf8') ?? null,
    geometry: (window) =>
      asked<{ width: number; height: number }>((answer) => client.GetGeometry(window, answer)).catch(() => null),
    focus: async () => (await asked<{ focus: number }>((answer) => client.GetInputFocus(answer))).focus,
    idleMs: async () =>
      saver === null ? null : (await asked<{ idle: number }>((answer) => saver.QueryInfo(root, answer))).idle,
    listen: (window) =>
      client.ChangeWindowAttributes(
        window,
        { eventMask: eventMask.PropertyChange | eventMask.StructureNotify },
        () => undefined,
      ),
    onChange: (listener) => listeners.add(listener),
    closed,
    close: () => client.terminate(),
  };
};
