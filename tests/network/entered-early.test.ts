/** An hour that presence enters before the network has opened it, as when a pass is cut off between the two. */
import { expect, it } from 'vitest';
import { hourAfter, openHour } from '../../network/service/epochs/hours.ts';
import { startPlayNetwork } from './play-network.ts';

it('keeps the minute that the network served before the hour was in its tables', async () => {
  const network = await startPlayNetwork();
  const { clock, parameters, running } = network;
  const { db, presence } = running.network;
  const next = hourAfter(await openHour(db), parameters.hourMs);
  clock.advance(next.startsAt - clock.now());
  presence.mark(clock.now());
  presence.enter(next);
  presence.mark(clock.now());
  await presence.write();
  await running.pass();
  const opened = await openHour(db);
  await network.close();
  expect([opened.number, opened.servedMask]).toEqual([next.number, 1n]);
});
