/** A rented job through the whole of both sides, but for the container: command line, network, link, worker, log. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { demoImage, demoJobSpec } from '../fakes/demo-job.ts';
import { createSimulatedEngine } from '../fakes/simulated-engine.ts';
import { type HostedDevice, hostDevice } from './hosted-device.ts';
import { openRenting, type Renting } from './renting.ts';

let hosted: HostedDevice;
let renter: Renting;

beforeAll(async () => {
  const { engine } = createSimulatedEngine(systemClock, 6_000);
  hosted = await hostDevice({ engine, image: demoImage, registries: ['docker.io'] });
  renter = await openRenting(hosted.url);
});
afterAll(async () => {
  renter.close();
  await hosted.close();
});

const jobState = (jobId: string) => hosted.worker.state.get().jobs.find(({ id }) => id === jobId)?.state;

it('is offered, run, followed, billed by its minutes and paid', async () => {
  const { id } = await renter.submit(demoJobSpec('rented-1'));
  expect((await renter.log(id)).map(({ text }) => text)).toEqual(['job starts']);
  const job = await renter.until(id, 'ended');
  expect(job).toMatchObject({ outcome: 'done', members: [{ class: 'cpu', tier: 'bronze', outcome: 'done' }] });
  // Six seconds of an hour of ten, by the minutes that were heard.
  expect(job.minutes).toBeGreaterThan(10);
  expect(job.minutes).toBeLessThan(60);
  expect(job.price).toBe(String(BigInt(job.minutes) * 100_000_000n));
  expect(BigInt(job.price) + BigInt(job.fee) + BigInt(job.refund)).toBe(BigInt(job.held));
  expect(await renter.bill(id)).toMatchObject({ isFinal: true, total: { price: job.price } });
  expect(jobState(id)).toBe('done');
});

it('is complained of by a line that it printed, once however often it is said', async () => {
  const { id } = await renter.submit(demoJobSpec('rented-3'));
  await renter.until(id, 'running');
  expect(await renter.away(id)).toMatchObject([{ rank: 0, state: 'waiting' }]);
  await renter.until(id, 'ended');
  await renter.log(id);
  expect(await renter.complaints(id)).toEqual([]);
  const words = { jobId: id, claim: 'tampering', lines: [0], text: 'It should not have printed this.' };
  const complaint = await renter.complain(words);
  expect(complaint).toMatchObject({ jobId: id, rank: 0, lines: [0], state: 'open', bond: '1000000000' });
  expect(await renter.complain(words)).toEqual(complaint);
  expect(await renter.complaints(id)).toEqual([complaint]);
});

it('ends on the device when its renter cancels', async () => {
  const { id } = await renter.submit(demoJobSpec('rented-2'));
  await renter.until(id, 'running');
  expect(await renter.cancel(id)).toMatchObject({ outcome: 'cancelled' });
  await expect.poll(() => jobState(id), { timeout: 20_000 }).toBe('interrupted');
});
