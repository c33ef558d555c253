import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createControllersSource, isUsed } from './controllers.ts';

const [button, axis, initial] = [0x01, 0x02, 0x80];
/** `struct js_event` */
const event = (type: number, number: number, value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(123_456, 0);
  bytes.writeInt16LE(value, 4);
  bytes.writeUInt8(type, 6);
  bytes.writeUInt8(number, 7);
  return bytes;
};
const atOpen = Buffer.concat([
  event(initial | button, 0, 0),
  event(initial | axis, 0, 900),
  event(initial | axis, 5, -32_767),
]);
const used = (rest: Map<number, number>, ...events: Buffer[]): boolean => isUsed(Buffer.concat(events), rest);

describe('a hand on a controller', () => {
  it('is not what the kernel says when it is opened', () => {
    expect(used(new Map(), atOpen)).toBe(false);
  });

  it('is a button, pressed or let go', () => {
    expect(used(new Map(), event(button, 0, 1))).toBe(true);
    expect(used(new Map(), event(button, 0, 0))).toBe(true);
  });

  it('is a movement of a quarter of the way, from where the stick was', () => {
    const rest = new Map<number, number>();
    used(rest, atOpen);
    expect(used(rest, event(axis, 0, 900 + 8_191), event(axis, 0, 900 - 8_191))).toBe(false);
    expect(used(rest, event(axis, 0, 900 + 8_192))).toBe(true);
    expect(used(rest, event(axis, 5, -32_767 + 8_192))).toBe(true);
  });

  it('is not a stick that stays where it was moved to, and drifts there', () => {
    const rest = new Map<number, number>();
    expect(used(rest, event(axis, 1, 30_000))).toBe(true);
    expect(used(rest, event(axis, 1, 30_000), event(axis, 1, 31_000), event(axis, 1, 29_500))).toBe(false);
  });

  it('is seen among drift, and not in half an event', () => {
    expect(used(new Map(), event(axis, 0, 50), event(button, 3, 1), event(axis, 0, -50))).toBe(true);
    expect(used(new Map(), event(axis, 0, 50), event(button, 3, 1).subarray(0, 7))).toBe(false);
  });
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'perigee-input-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Whether a hand was seen at the first look, and again after each change. */
const looksAt = async (...changes: (() => void)[]): Promise<boolean[]> => {
  const closing = new AbortController();
  let ms = 1_000;
  const sleep = async (): Promise<void> => {
    ms += 500;
    const change = changes.shift();
    if (change) change();
    else closing.abort();
  };
  const seen: boolean[] = [];
  const source = createControllersSource({ now: () => 0, monotonic: () => ms, sleep }, folder);
  await source.watch(({ lastInputMs }) => seen.push(lastInputMs === ms), closing.signal);
  return seen;
};
const nothing = (): void => undefined;

// A pipe answers as the kernel's device does: what there is, and then that there is nothing just now.
describe.skipIf(process.platform !== 'linux')('the controllers of this PC', () => {
  const writers: number[] = [];
  afterEach(() => {
    for (const writer of writers.splice(0)) closeSync(writer);
  });
  const plug = (name: string): ((...events: Buffer[]) => void) => {
    const file = path.join(folder, name);
    execFileSync('mkfifo', [file]);
    const writer = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
    writers.push(writer);
    writeSync(writer, atOpen);
    return (...events) => {
      writeSync(writer, Buffer.concat(events));
    };
  };

  it('show when one was used, and not where its stick stays', async () => {
    const send = plug('js0');
    const moveTo = (value: number) => () => send(event(axis, 0, value));
    const seen = await looksAt(nothing, () => send(event(button, 0, 1)), nothing, moveTo(20_000), moveTo(20_100));
    expect(seen).toEqual([false, false, true, false, true, false]);
  });

  it('show use in more than is read at once', async () => {
    const send = plug('js0');
    const drift = Array.from({ length: 100 }, (_, n) => event(axis, 0, n));
    expect(await looksAt(() => send(event(button, 0, 1), ...drift), nothing)).toEqual([false, true, false]);
  });

  it('are seen when they are plugged in later, each by itself', async () => {
    const first = plug('js0');
    let second: (...events: Buffer[]) => void = nothing;
    const plugIn = (): void => {
      second = plug('js1');
    };
    const press = event(button, 0, 1);
    expect(
      await looksAt(
        plugIn,
        () => first(press),
        () => second(press),
      ),
    ).toEqual([false, false, true, true]);
  });

  it('are no other devices', async () => {
    for (const name of ['event0', 'mice', 'js', 'xjs0']) writeFileSync(path.join(folder, name), event(button, 0, 1));
    expect(await looksAt()).toEqual([false]);
  });

  it('do not hide one another when one cannot be opened', async () => {
    execFileSync('ln', ['-s', 'nowhere', path.join(folder, 'js0')]);
    const send = plug('js1');
    expect(await looksAt(() => send(event(button, 0, 1)))).toEqual([false, true]);
  });
});

describe('controllers without a folder for them', () => {
  it('are not known', async () => {
    rmSync(folder, { recursive: true });
    await expect(looksAt()).rejects.toThrow('ENOENT');
    folder = mkdtempSync(path.join(os.tmpdir(), 'perigee-input-'));
  });
});
