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
/** `url`: it is up; otherwise an order was carried out, or not. */
export type Report = { readonly url: string } | { readonly id: number; readonly error: string | null };

export interface Birth {
  readonly place: StorePlace;
  readonly now: number;
}

const told = (report: Report): void => void process.send?.(report);
const { place, now } = JSON.parse(process.argv[2] ?? '') as Birth;
const clock = createManualClock(now);
process.once('disconnect', () => process.exit());
const running = await startNetwork(networkOptions(place, clock));
process.on('message', ({ id, now: at, call }: Order) => {
  clock.advance(at - clock.now());
  carryOut(running, call).then(
    () => told({ id, error: null }),
    (error: unknown) => told({ id, error: String(error) }),
  );
});
told({ url: running.url });
