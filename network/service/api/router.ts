/**
 * Answers the network contract: checks the signature and the limit once for every call, finds the asking device, and
 * hands over to the domain. Each handler is a few lines; none decides.
 */
import { implement, ORPCError } from '@orpc/server';
import { networkContract } from '../../../shared/contract/network/index.ts';
import { refusalOfClaim } from '../../../shared/domain/hardware/claim.ts';
import type { StakeRefusal } from '../../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { Benchmarks } from '../devices/benchmarks.ts';
import { appendEvents } from '../devices/device-events.ts';
import { describeDevice, deviceOfKey, registerDevice } from '../devices/devices.ts';
import { fleetFigures } from '../devices/fleet-figures.ts';
import { reasonOf, tierStanding } from '../devices/standing.ts';
import { openHour } from '../epochs/hours.ts';
import { statementOf } from '../money/statement.ts';
import type { Network } from '../network.ts';
import type { Challenges } from '../proofs/challenges.ts';
import { withFillShares, withWalkShares } from '../proofs/unpacking.ts';
import { stakeOn, stakeStanding, unstakeFrom } from '../staking/stakes.ts';
import { checkSignature, type IncomingRequest } from './signatures.ts';

export interface ServiceParts {
  readonly network: Network;
  readonly challenges: Challenges;
  readonly benchmarks: Benchmarks;
  readonly authorities: ReadonlySet<string>;
  /** Takes one request of a key, or says no. */
  readonly takes: (key: string) => boolean;
}

export interface RequestContext {
  readonly request: IncomingRequest;
}

export const createRouter = ({ network, challenges, benchmarks, authorities, takes }: ServiceParts) => {
  const base = implement(networkContract).$context<RequestContext>();

  const signed = base.use(async ({ context, next }) => {
    const verdict = await checkSignature(network, context.request, authorities);
    switch (verdict.kind) {
      case 'refused':
        throw new ORPCError('SIGNATURE_REFUSED', { status: 401, data: { reason: verdict.reason } });
      case 'stale':
        throw new ORPCError('CLOCK_OFF', { status: 401, data: { serverTime: network.clock.now() } });
      case 'replayed':
        throw new ORPCError('REPLAYED', { status: 401 });
      case 'signed':
        if (!takes(verdict.publicKey)) throw new ORPCError('RATE_LIMITED', { status: 429 });
        return next({ context: { publicKey: verdict.publicKey } });
    }
  });

  const asDevice = signed.use(async ({ context, next }) => {
    const device = await deviceOfKey(network, context.publicKey);
    if (device === undefined || device.revokedAt !== null) throw new ORPCError('NOT_REGISTERED', { status: 403 });
    return next({ context: { device } });
  });

  const refuseStake = (refusal: StakeRefusal): never => {
    if (refusal.code === 'AMOUNT_TOO_LARGE')
      throw new ORPCError('AMOUNT_TOO_LARGE', { status: 409, data: { available: refusal.available.toString() } });
    if (refusal.code === 'STAKE_IN_USE') throw new ORPCError('STAKE_IN_USE', { status: 409 });
    throw new Error(`an owner's move was refused with ${refusal.code}`);
  };

  return base.router({
    parameters: {
      current: signed.parameters.current.handler(async () => {
        const hour = await openHour(network.db);
        const { parameters, clock, keys } = network;
        return {
          parameters: {
            ...parameters,
            droppedGates: [...parameters.droppedGates],
            networkKey: keys.publicKey,
            imageSigners: [...parameters.imageSigners],
            grant: parameters.grant.toString(),
            requiredStakeUnit: parameters.requiredStakeUnit.toString(),
          },
          serverTime: clock.now(),
          epoch: hour.number,
          epochStartsAt: hour.startsAt,
          epochEndsAt: hour.endsAt,
        };
      }),
    },
    devices: {
      register: signed.devices.register.handler(async ({ input, context, errors }) => {
        if (input.publicKey !== context.publicKey)
          throw errors.CLAIM_REFUSED({ data: { reason: 'the request is signed by another key' } });
        const refusal = refusalOfClaim(input.claim);
        if (refusal !== null) throw errors.CLAIM_REFUSED({ data: { reason: refusal } });
        const known = await deviceOfKey(network, context.publicKey);
        if (known !== undefined && known.revokedAt !== null) throw errors.KEY_REVOKED();
        return describeDevice(network, await registerDevice(network, input));
      }),
      me: asDevice.devices.me.handler(({ context }) => describeDevice(network, context.device)),
    },
    proofs: {
      commit: asDevice.proofs.commit.handler(async ({ input, context, errors }) => {
        const outcome = await challenges.commit(context.device, input.challengeId, input.parts.map(withFillShares));
        if (outcome.kind === 'done') return outcome.value;
        const { refusal } = outcome;
        if (refusal.code === 'CHALLENGE_LATE') throw errors.CHALLENGE_LATE({ data: refusal });
        if (refusal.code === 'COVERAGE_SHORT') throw errors.COVERAGE_SHORT({ data: refusal });
        throw errors[refusal.code]();
      }),
      answer: asDevice.proofs.answer.handler(async ({ input, context, errors }) => {
        const outcome = await challenges.answer(context.device, input.challengeId, {
          parts: input.parts.map(withWalkShares),
          signature: input.signature,
        });
        if (outcome.kind === 'done') return outcome.value;
        const { refusal } = outcome;
        if (refusal.code === 'CHALLENGE_LATE') throw errors.CHALLENGE_LATE({ data: refusal });
        throw errors[refusal.code]();
      }),
    },
    benchmarks: {
      begin: asDevice.benchmarks.begin.handler(({ context }) => benchmarks.begin(context.device)),
      finish: asDevice.benchmarks.finish.handler(async ({ input, context, errors }) => {
        const finished = await benchmarks.finish(context.device, input.benchmarkId, input.chain);
        if (finished === null) throw errors.BENCHMARK_UNKNOWN();
        return finished;
      }),
    },
    fleet: { figures: signed.fleet.figures.handler(({ input }) => fleetFigures(network, input.model)) },
    events: {
      append: asDevice.events.append.handler(async ({ input, context }) => ({
        acknowledged: await appendEvents(network, context.device, input.items),
      })),
    },
    earnings: {
      statement: asDevice.earnings.statement.handler(({ context }) => statementOf(network, context.device)),
      why: asDevice.earnings.why.handler(async ({ input, context, errors }) => {
        const reason = await reasonOf(network, context.device, input.epoch);
        if (reason === undefined) throw errors.EPOCH_NOT_FOUND({ data: { epoch: input.epoch } });
        return reason;
      }),
    },
    tier: { standing: asDevice.tier.standing.handler(({ context }) => tierStanding(network, context.device)) },
    stake: {
      standing: asDevice.stake.standing.handler(({ context }) => stakeStanding(network, context.device)),
      stake: asDevice.stake.stake.handler(async ({ input, context }) => {
        const refusal = await stakeOn(network, context.device, { ...input, amount: inBaseUnits(BigInt(input.amount)) });
        if (refusal !== null) refuseStake(refusal);
        return stakeStanding(network, context.device);
      }),
      unstake: asDevice.stake.unstake.handler(async ({ input, context }) => {
        const refusal = await unstakeFrom(network, context.device, {
          ...input,
          amount: inBaseUnits(BigInt(input.amount)),
        });
        if (refusal !== null) refuseStake(refusal);
        return stakeStanding(network, context.device);
      }),
    },
  });
};
