/**
 * The service in a process of its own, for a parent that kills it: started by `killed-process.ts` with a place, told what
 * time it is and what to do, and answering when it is done. Nothing else starts it.
 */
import { startNetwork } from '../../../network/service/start-network.ts';
import type { StorePlace } from '../../../network/store/open-store.ts';
import { createManualClock } from '../../../tests/fakes/manual-clock.ts';
import { carryOut, type ServiceCall } from './service-calls.ts';
import { networkOptions } from './world.ts';

export interface Order {
  readonly id: number;
  readonly now: number;
  readonly call: ServiceCall;
}
/** `url`: it is up; otherwise an order was carried out, or not. Without an order's number: it could not start. */
export type Report = { readonly url: string } | { readonly id: number | null; readonly error: string | null };

export interface Birth {
  readonly place: StorePlace;
  readonly now: number;
}

const told = (report: Report): Promise<void> =>
  new Promise((resolve) => process.send?.(report, undefined, undefined, () => resolve()));
const { place, now } = JSON.parse(process.argv[2] ?? '') as Birth;
const clock = createManualClock(now);
process.once('disconnect', () => process.exit());
const running = await startNetwork(networkOptions(place, clock)).catch(async (error: unknown) => {
  await told({ id: null, error: String(error) });
  process.exit(1);
});
process.on('message', ({ id, now: at, call }: Order) => {
  clock.advance(at - clock.now());
  carryOut(running, call).then(
    () => told({ id, error: null }),
    (error: unknown) => told({ id, error: String(error) }),
  );
});
await told({ url: running.url });
