/**
 * The fake network's answers over HTTP: what a device asks of the network contract, each answer as small as its schema
 * allows. What no device asks is not found here.
 */
import { implement, ORPCError } from '@orpc/server';
import { networkContract } from '../../../shared/contract/network/index.ts';
import { createFakeAccount } from './fake-account.ts';
import type { FakeContext, FakeState } from './fake-network.ts';

const createBase = (state: FakeState) => {
  const base = implement(networkContract).$context<FakeContext>();
  const signed = base.use(({ context: { request }, next }) => {
    if (request === 'stale')
      throw new ORPCError('CLOCK_OFF', { status: 401, data: { serverTime: Date.now() + state.aheadMs } });
    if (request === 'replayed') throw new ORPCError('REPLAYED', { status: 401 });
    if ('refusal' in request)
      throw new ORPCError('SIGNATURE_REFUSED', { status: 401, data: { reason: request.refusal } });
    return next({ context: { publicKey: request.publicKey } });
  });
  const asDevice = signed.use(({ context, next }) => {
    if (context.publicKey !== state.deviceKey) throw new ORPCError('NOT_REGISTERED', { status: 403 });
    return next();
  });
  return { signed, asDevice };
};
export type FakeBase = ReturnType<typeof createBase>;

export const createFakeApi = (state: FakeState, networkKey: string) => {
  const { signed, asDevice } = createBase(state);
  const now = (): number => Date.now() + state.aheadMs;

  return {
    ...createFakeAccount({ signed, asDevice }, state, networkKey),
    parameters: {
      current: signed.parameters.current.handler(() => ({
        parameters: {
          version: 1,
          name: 'Fake',
          isPlay: state.isPlay,
          networkKey,
          imageSigners: state.imageSigners,
          hourMs: state.hourMs,
          droppedGates: [],
          grant: '1000',
          requiredStakeUnit: '100',
          cooldownHours: 1,
          appealHours: 1,
          minutesNeeded: 56,
          proofsPerHour: 3,
          proofsNeeded: 2,
          payoutEveryHours: 24,
          inferenceTokenPrice: '100000',
          inferenceSampleBps: 100,
          pausedActions: [],
        },
        serverTime: now(),
        epoch: 1,
        epochStartsAt: now(),
        epochEndsAt: now() + state.hourMs,
        announced: [],
      })),
    },
    devices: {
      register: signed.devices.register.handler(({ input, context, errors }) => {
        if (input.publicKey !== context.publicKey) throw errors.CLAIM_REFUSED({ data: { reason: 'another key' } });
        state.deviceKey = input.publicKey;
        state.registrations += 1;
        return {
          id: state.deviceId,
          accountId: 'account',
          name: input.name,
          state: 'ready' as const,
          claim: input.claim,
          registeredAt: now(),
          verifiedHours: 0,
          link: null,
          review: null,
          isPaceUnderReview: false,
        };
      }),
      me: asDevice.devices.me.handler(() => {
        throw new ORPCError('NOT_IMPLEMENTED');
      }),
    },
    proofs: {
      commit: asDevice.proofs.commit.handler(({ input, errors }) => {
        const answer = state.commits(input.challengeId);
        if (answer === 'late')
          throw errors.CHALLENGE_LATE({ data: { deadlineMs: 1, tookMs: 2, isUnderReview: false } });
        if (answer === 'unknown') throw errors.CHALLENGE_UNKNOWN();
        state.committed.push(input.challengeId);
        if (input.parts.some(({ coveredBytes }) => coveredBytes < 2 ** 20))
          throw errors.COVERAGE_SHORT({ data: { coveredBytes: 0, neededBytes: 2 ** 20 } });
        return { parts: input.parts.map(({ gpu }) => ({ gpu, nonce: '0'.repeat(32) })) };
      }),
      answer: asDevice.proofs.answer.handler(({ input }) => ({
        challengeId: input.challengeId,
        verdict: state.verdict,
        isExcused: false,
        isUnderReview: false,
        roundTrip: null,
        parts: input.parts.map(({ gpu, walkShares }) => ({
          gpu,
          verdict: state.verdict,
          detail: null,
          askedBytes: 2 ** 20,
          provenBytes: 2 ** 20,
          sharesFound: walkShares.length,
          sharesNeeded: 1,
          sharesChecked: 1,
          sharesWrong: 0,
          fillByShard: [],
        })),
        fillMs: 1,
        walkMs: 1,
        fillDeadlineMs: 60_000,
        walkDeadlineMs: 20_000,
        verifyMs: 1,
        provenBytes: 2 ** 20,
        sharesFound: input.parts.reduce((sum, { walkShares }) => sum + walkShares.length, 0),
        sharesNeeded: 1,
      })),
    },
    benchmarks: {
      begin: asDevice.benchmarks.begin.handler(() => ({ benchmarkId: 'b1', seed: 'ab'.repeat(32) })),
      finish: asDevice.benchmarks.finish.handler(() => ({ verdict: 'passed' as const, permutationsPerSecond: 1 })),
    },
    fleet: { figures: signed.fleet.figures.handler(() => ({ medians: {} })) },
    events: {
      append: asDevice.events.append.handler(({ input }) => {
        state.appended.push(input.items);
        return { acknowledged: state.acknowledges(input.items) };
      }),
    },
    earnings: {
      statement: asDevice.earnings.statement.handler(() => ({
        totals: { estimate: '0', confirmed: '7', paid: '0', compounded: '0' },
        ledger: [],
        hours: [],
        currentHour: {
          epoch: 1,
          startsAt: 0,
          endsAt: state.hourMs,
          countedMinutes: [],
          proofsPassed: 0,
          proofsAsked: 0,
          outlook: {
            ...{ closedBy: null, minutes: 60, continuousUptimeMinutes: 60, proofsPassed: 1, proofsFailed: 0 },
            ...{ class: 'cpu', minutesNeeded: 45, proofsNeeded: 1, verifiedHours: 0, verifiedHoursNeeded: 12 },
            ...{ uptimeMinutesNeeded: 300, staked: '1', ownStaked: '1', required: '1', missing: [], isHeldBack: false },
          },
        },
      })),
      hours: asDevice.earnings.hours.handler(() => ({ hours: [] })),
      why: asDevice.earnings.why.handler(({ input, errors }) => {
        if (input.epoch !== 1) throw errors.EPOCH_NOT_FOUND({ data: { epoch: input.epoch } });
        return {
          epoch: 1,
          class: 'cpu',
          pool: '10',
          weight: 1,
          count: 1,
          connBps: 10_000,
          tierBps: 10_000,
          rampBps: 10_000,
          eligBps: 10_000,
          score: '1',
          scoreSum: '1',
          reward: '10',
          ownerPart: '10',
          supportersPart: '0',
          shareBps: null,
          proofsPassed: 3,
          proofsAsked: 3,
          minutes: 60,
          ineligible: null,
        };
      }),
    },
    tier: { standing: asDevice.tier.standing.handler(() => ({ tier: 'bronze' as const, ladder: [] })) },
    stake: {
      standing: asDevice.stake.standing.handler(() => state.standing),
    },
  };
};
