/**
 * Measures the way to devices on this same machine: bytes over a loopback connection of its own, both ways, clocked. A
 * device elsewhere has no test yet and counts as unconnected, since what a device says of its own line is worth nothing.
 */
import { connect, createServer, type Socket } from 'node:net';
import type { LinkTest } from '../../../shared/domain/tiers/connectivity.ts';
import type { Clock } from '../../../shared/units/time.ts';

const testBytes = 16 * 1024 * 1024;
const chunkBytes = 64 * 1024;
const deadlineMs = 5_000;
const bitsPerByte = 8;

export const isLoopback = (address: string | undefined): boolean =>
  address === '::1' || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address ?? '');

/** Sends the test's bytes from one end and takes them at the other. @returns megabits per second */
const push = (from: Socket, to: Socket, clock: Pick<Clock, 'monotonic'>): Promise<number> =>
  new Promise((resolve) => {
    const chunk = Buffer.alloc(chunkBytes);
    const startedMs = clock.monotonic();
    let sent = 0;
    let received = 0;
    const send = (): void => {
      while (sent < testBytes) {
        sent += chunkBytes;
        if (!from.write(chunk)) return;
      }
    };
    const take = (data: Buffer): void => {
      received += data.byteLength;
      if (received < testBytes) return;
      to.off('data', take);
      from.off('drain', send);
      const seconds = Math.max(clock.monotonic() - startedMs, 0.001) / 1000;
      resolve((testBytes * bitsPerByte) / 1e6 / seconds);
    };
    to.on('data', take);
    from.on('drain', send);
    send();
  });

/** @throws Error when the machine does not let two ends of it talk within five seconds */
export const measureLoopback = async (clock: Pick<Clock, 'monotonic'>): Promise<LinkTest> => {
  const server = createServer();
  const ends: Socket[] = [];
  const late = setTimeout(() => {
    for (const end of ends) end.destroy(new Error('loopback is too slow'));
    server.close();
  }, deadlineMs);
  try {
    return await new Promise<LinkTest>((resolve, reject) => {
      server.once('error', reject);
      server.once('connection', (far) => {
        const near = ends[0];
        if (near === undefined) return;
        ends.push(far);
        far.on('error', reject);
        push(near, far, clock)
          .then(async (upMbps) => resolve({ upMbps, downMbps: await push(far, near, clock) }))
          .catch(reject);
      });
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (typeof address !== 'object' || address === null) return reject(new Error('no loopback port'));
        const near = connect(address.port, '127.0.0.1');
        near.on('error', reject);
        ends.push(near);
      });
    });
  } finally {
    clearTimeout(late);
    for (const end of ends) end.destroy();
    server.close();
  }
};
