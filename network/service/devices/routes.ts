/** The procedures of devices: who they are, what they report, how fast they and their fleet are. */
import { refusalOfClaim } from '../../../shared/domain/hardware/claim.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import type { Benchmarks } from './benchmarks.ts';
import { appendEvents } from './device-events.ts';
import { describeDevice, deviceOfKey, registerDevice } from './devices.ts';
import { fleetFigures } from './fleet-figures.ts';
import { tierStanding } from './standing.ts';

export const deviceRoutes = ({ signed, asDevice }: Callers, network: Network) => ({
  register: signed.devices.register.handler(async ({ input, context, errors }) => {
    if (input.publicKey !== context.publicKey)
      throw errors.CLAIM_REFUSED({ data: { reason: 'the request is signed by another key' } });
    const refusal = refusalOfClaim(input.claim);
    if (refusal !== null) throw errors.CLAIM_REFUSED({ data: { reason: refusal } });
    const known = await deviceOfKey(network, context.publicKey);
    if (known !== undefined && known.revokedAt !== null) throw errors.KEY_REVOKED();
    const device = await registerDevice(network, input);
    if (device === null) throw errors.ENROLMENT_REFUSED();
    return describeDevice(network, device);
  }),
  me: asDevice.devices.me.handler(({ context }) => describeDevice(network, context.device)),
});

export const benchmarkRoutes = ({ asDevice }: Callers, benchmarks: Benchmarks) => ({
  begin: asDevice.benchmarks.begin.handler(({ context }) => benchmarks.begin(context.device)),
  finish: asDevice.benchmarks.finish.handler(async ({ input, context, errors }) => {
    const finished = await benchmarks.finish(context.device, input.benchmarkId, input.chain);
    if (finished === null) throw errors.BENCHMARK_UNKNOWN();
    return finished;
  }),
});

export const fleetRoutes = ({ signed }: Callers, network: Network) => ({
  figures: signed.fleet.figures.handler(({ input }) => fleetFigures(network, input.model)),
});

export const eventRoutes = ({ asDevice }: Callers, network: Network, wake: () => void) => ({
  append: asDevice.events.append.handler(async ({ input, context }) => {
    const acknowledged = await appendEvents(network, context.device, input.items);
    if (input.items.some(({ event }) => event.kind === 'job_ended')) wake();
    return { acknowledged };
  }),
});

export const tierRoutes = ({ asDevice }: Callers, network: Network) => ({
  standing: asDevice.tier.standing.handler(({ context }) => tierStanding(network, context.device)),
});
