/** Connections that do not say who they are: so many and no more, and never for long. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { cpuClaim, createPlayDevice } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

const most = 512;
let network: PlayNetwork;

beforeAll(async () => {
  network = await startPlayNetwork();
});
afterAll(() => network.close());

/** @returns the open socket, or why there is none */
const knock = (): Promise<WebSocket | string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${network.running.url.replace('http', 'ws')}/v1/session`);
    socket.once('open', () => resolve(socket));
    socket.once('error', (error) => resolve(error.message));
  });

it('lets so many in unasked and tells the next to come again; who is known has its place whatever waits', async () => {
  const device = createPlayDevice(network.running.url, network.clock.now);
  const { id } = await device.register(cpuClaim);
  const known = await device.openSession(id);
  const waiting = await Promise.all(Array.from({ length: most }, knock));
  const sockets = waiting.filter((socket) => typeof socket !== 'string');
  expect(sockets).toHaveLength(most);
  expect(await knock()).toMatch(/503/);
  await known.beat();
  const [first] = sockets;
  await new Promise((resolve) => {
    first?.once('close', resolve);
    first?.close();
  });
  const again = await device.openSession(id);
  await again.beat();
  for (const socket of sockets) socket.terminate();
  again.close();
}, 30_000);
