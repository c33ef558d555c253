/** A screen in memory (Xvfb) of one's own, and windows and keys on it, for whoever tries what an owner does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { findProgram } from './programs.ts';

/** The library's own shapes; only what is used here. */
interface RawClient {
  AllocID(): number;
  CreateWindow(...args: unknown[]): void;
  ChangeProperty(mode: number, window: number, property: number, type: number, format: number, data: Buffer): void;
  InternAtom(onlyIfExists: boolean, name: string, answer: (error: Error | null, atom: number) => void): void;
  MapWindow(window: number): void;
  DestroyWindow(window: number): void;
  SetInputFocus(window: number, revertTo: number): void;
  sync(): Promise<void>;
  require(name: string, answer: (error: Error | null, extension: RawTest) => void): void;
  terminate(): void;
  on(event: string, listener: () => void): void;
  atoms: Record<string, number>;
}
interface RawTest {
  FakeInput(type: number, detail: number, time: number, root: number, x: number, y: number): void;
  KeyPress: number;
  KeyRelease: number;
}

const { createClient } = createRequire(import.meta.url)('x11') as {
  createClient: (
    options: { display: string },
    answer: (error: Error | null, display: { client: RawClient; screen: { root: number }[] }) => void,
  ) => void;
};

const size = { width: 800, height: 600 };
const anyKeyCode = 38;

export interface TestWindow {
  /** Sets `_NET_WM_STATE` to these, as a window manager does. */
  setState(...names: ('FULLSCREEN' | 'HIDDEN')[]): Promise<void>;
  close(): Promise<void>;
}

export interface TestScreen {
  /** As in DISPLAY. */
  readonly display: string;
  /** @param program its WM_CLASS @param isListed whether it is in the list that window managers keep */
  open(options: { program: string; width?: number; height?: number; isListed?: boolean }): Promise<TestWindow>;
  pressKey(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error where there is no Xvfb */
export const startScreen = async (): Promise<TestScreen> => {
  const program = findProgram('Xvfb');
  if (program === null) throw new Error('Xvfb is not installed');
  const server = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', `${size.width}x${size.height}x24`, '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const [number] = (await once(server.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  const display = `:${number.toString().trim()}`;
  const { client, root } = await new Promise<{ client: RawClient; root: number }>((resolve, reject) =>
    createClient({ display }, (error, opened) => {
      const screen = opened?.screen[0];
      if (error !== null && error !== undefined) reject(error);
      else resolve({ client: opened.client, root: screen?.root ?? 0 });
    }),
  );
  client.on('error', () => undefined);
  const atom = (name: string): Promise<number> =>
    new Promise((resolve, reject) =>
      client.InternAtom(false, name, (error, value) => (error ? reject(error) : resolve(value))),
    );
  const words = (values: readonly number[]): Buffer => {
    const data = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => {
      data.writeUInt32LE(value, index * 4);
    });
    return data;
  };
  const keyboard = await new Promise<RawTest>((resolve, reject) =>
    client.require('xtest', (error, extension) => (error ? reject(error) : resolve(extension))),
  );
  const [clientList, state, windowType, atomType] = [
    await atom('_NET_CLIENT_LIST'),
    await atom('_NET_WM_STATE'),
    client.atoms.WINDOW ?? 33,
    client.atoms.ATOM ?? 4,
  ];
  const listed: number[] = [];
  const writeList = (): void => client.ChangeProperty(0, root, clientList, windowType, 32, words(listed));

  return {
    display,
    open: async ({ program: name, width = 300, height = 200, isListed = true }) => {
      const window = client.AllocID();
      client.CreateWindow(window, root, 0, 0, width, height, 0, 0, 0, 0, {});
      const text = Buffer.from(`${name.toLowerCase()}\0${name}\0`);
      client.ChangeProperty(0, window, client.atoms.WM_CLASS ?? 67, client.atoms.STRING ?? 31, 8, text);
      client.MapWindow(window);
      if (isListed) {
        listed.push(window);
        writeList();
      } else client.SetInputFocus(window, 0);
      await client.sync();
      return {
        setState: async (...names) => {
          const values = await Promise.all(names.map((each) => atom(`_NET_WM_STATE_${each}`)));
          client.ChangeProperty(0, window, state, atomType, 32, words(values));
          await client.sync();
        },
        close: async () => {
          if (listed.includes(window)) listed.splice(listed.indexOf(window), 1);
          writeList();
          client.DestroyWindow(window);
          await client.sync();
        },
      };
    },
    pressKey: async () => {
      keyboard.FakeInput(keyboard.KeyPress, anyKeyCode, 0, root, 0, 0);
      keyboard.FakeInput(keyboard.KeyRelease, anyKeyCode, 0, root, 0, 0);
      await client.sync();
    },
    close: async () => {
      client.terminate();
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
};
