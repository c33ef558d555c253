/** A sample of what `npm run faults -- network --requests` does ten thousand times, and requests that are none. */
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { forgeRequests } from '../../scripts/faults/network/forge.ts';
import { forgeries } from '../../scripts/faults/network/forgeries.ts';
import { startPlayNetwork } from './play-network.ts';

const requests = 400;

it(`takes none of ${requests} replayed or altered requests, of any kind of caller, and changes no table for them`, async () => {
  const report = await forgeRequests({ requests, seed: 20_261_126, only: null });
  expect(report.wrong).toEqual([]);
  expect(report.changed).toEqual([]);
  expect(Object.keys(report.byForgery).toSorted()).toEqual(forgeries.map(({ name }) => name).toSorted());
}, 60_000);

it('answers what is no request, or one that no signature covers whole, and is never at fault', async () => {
  const network = await startPlayNetwork();
  const { port, host } = new URL(network.running.url);
  const statusOf = (head: string): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${head}\r\nhost: ${host}\r\n\r\nx`));
      socket.once('error', reject).once('data', (data) => {
        resolve(data.toString().split(' ')[1]);
        socket.destroy();
      });
    });
  try {
    expect(await statusOf('TRACE / HTTP/1.1')).toBe('400');
    expect(await statusOf('GET //[ HTTP/1.1')).toBe('400');
    expect(await statusOf('GET /v1/devices/me HTTP/1.1\r\ncontent-length: 1')).toBe('401');
    expect(await statusOf(`GET /v1/releases HTTP/1.1\r\nhost: ${host}`)).toBe('400');
  } finally {
    await network.close();
  }
});
