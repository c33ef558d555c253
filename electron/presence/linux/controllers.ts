/**
 * When a game controller was used last, from the kernel's joystick devices, which the seat's own user may read. A stick
 * that drifts is nobody's hand: only buttons, and movements of a quarter of the way, count.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/units/time.ts';
import { polled, type SignSource } from '../sign-source.ts';

const everyMs = 500;
/** One that is plugged in is seen within this. */
const withoutDeviceMs = 5_000;
/** `struct js_event`: time (u32), value (s16), type (u8), number (u8). */
const eventBytes = 8;
const isButton = 0x01;
const isAxis = 0x02;
/** Sent once for each button and axis when the device is opened. */
const isInitial = 0x80;
const leastMovement = 32_767 / 4;

/** @param rest at which each axis was seen last, by its number; kept up to date @returns whether a hand did it */
export const isUsed = (events: Buffer, rest: Map<number, number>): boolean => {
  let used = false;
  for (let at = 0; at + eventBytes <= events.length; at += eventBytes) {
    const value = events.readInt16LE(at + 4);
    const type = events.readUInt8(at + 6);
    const number = events.readUInt8(at + 7);
    if ((type & isInitial) !== 0) rest.set(number, value);
    else if ((type & isButton) !== 0) used = true;
    else if ((type & isAxis) !== 0 && Math.abs(value - (rest.get(number) ?? 0)) >= leastMovement) {
      used = true;
      rest.set(number, value);
    }
  }
  return used;
};

interface OpenDevice {
  readonly handle: FileHandle;
  readonly rest: Map<number, number>;
}

/** @returns 0 where there is nothing more to read just now */
const readNow = async (handle: FileHandle, buffer: Buffer): Promise<number> => {
  try {
    return (await handle.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
};

export const createControllersSource = (clock: Clock, folder = '/dev/input'): SignSource => ({
  name: 'controllers',
  watch: async (report, signal) => {
    const devices = new Map<string, OpenDevice>();
    const buffer = Buffer.alloc(eventBytes * 64);
    const drain = async ({ handle, rest }: OpenDevice): Promise<boolean> => {
      let used = false;
      for (;;) {
        const bytesRead = await readNow(handle, buffer);
        if (bytesRead === 0) return used;
        used = isUsed(buffer.subarray(0, bytesRead), rest) || used;
      }
    };
    const look = async (): Promise<boolean> => {
      const names = (await readdir(folder)).filter((name) => /^js\d+$/.test(name));
      let used = false;
      for (const name of names) {
        try {
          let device = devices.get(name);
          if (device === undefined) {
            device = {
              handle: await open(join(folder, name), constants.O_RDONLY | constants.O_NONBLOCK),
              rest: new Map(),
            };
            devices.set(name, device);
          }
          used = (await drain(device)) || used;
        } catch {
          await devices.get(name)?.handle.close();
          devices.delete(name);
        }
      }
      return used;
    };
    try {
      await polled(
        '',
        () => (devices.size === 0 ? withoutDeviceMs : everyMs),
        clock.sleep,
        async () => ((await look()) ? { lastInputMs: clock.monotonic() } : {}),
      ).watch(report, signal);
    } finally {
      for (const { handle } of devices.values()) await handle.close().catch(() => undefined);
    }
  },
});
