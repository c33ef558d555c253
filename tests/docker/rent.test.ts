/** A rented job on the real engine. Skipped where provisioning's engine does not answer, and says so. */
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProvisionFacts } from '../../scripts/provision/facts.ts';
import { type HostedDevice, hostDevice } from '../network/hosted-device.ts';
import { openRenting, type Renting } from '../network/renting.ts';
import { jobOf, openEngine } from './real-engine.ts';

const facts = await readProvisionFacts();
const socketPath = facts?.engineSocket ?? null;
const answers = async (path: string): Promise<boolean> =>
  new Docker({ socketPath: path, host: '' }).ping().then(
    () => true,
    () => false,
  );
const image = facts?.images.demo ?? null;
const registry = facts?.registry ?? null;
const missing =
  socketPath === null || image === null || registry === null
    ? 'provisioning has no engine, registry or image'
    : (await answers(socketPath))
      ? null
      : `no engine answers at ${socketPath}`;

describe.skipIf(missing !== null)(`a rented job on a real engine ${missing === null ? '' : `(${missing})`}`, () => {
  let opened: ReturnType<typeof openEngine>;
  let hosted: HostedDevice;
  let renter: Renting;
  beforeAll(async () => {
    opened = openEngine(socketPath ?? '');
    hosted = await hostDevice({ engine: opened.engine, image: image ?? '', registries: [registry ?? ''] });
    renter = await openRenting(hosted.url);
  });
  afterAll(async () => {
    renter.close();
    await hosted.close();
    await opened.clear();
  });

  it('prints to its renter what its container printed, and is paid by its minutes', async () => {
    const { id } = await renter.submit(jobOf(image ?? '', ['/bin/job', '4'], { id: 'rented-real' }));
    const texts = (await renter.log(id)).map(({ text }) => text);
    expect(texts).toEqual([
      'job starts',
      expect.any(String),
      expect.any(String),
      expect.any(String),
      expect.any(String),
      'job ends',
    ]);
    const job = await renter.until(id, 'ended');
    expect(job).toMatchObject({ outcome: 'done', price: String(BigInt(job.minutes) * 100_000_000n) });
    expect(job.minutes).toBeGreaterThan(0);
  });

  it('that is cancelled ends in its container too', async () => {
    const { id } = await renter.submit(jobOf(image ?? '', ['/bin/job', '120'], { id: 'rented-cancelled' }));
    await renter.until(id, 'running');
    await renter.cancel(id);
    const isOver = (): boolean => hosted.worker.state.get().jobs.every(({ endedAt }) => endedAt !== null);
    await expect.poll(isOver, { timeout: 30_000 }).toBe(true);
    await expect.poll(async () => (await opened.engine.listOurs()).length, { timeout: 30_000 }).toBe(0);
  });
});
