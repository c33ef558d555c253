/**
 * One device that serves two accounts, which are asked at one instant: both proofs at once on one thread, or one after
 * the other. It counts as passed when both claims are proven.
 */
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { paceOfModel } from '../../shared/domain/proof/pace.ts';
import { medianOf } from '../bench/figure.ts';
import { type Attack, type Outcome, outcomeOf } from './attack.ts';
import { attempt, commitTo, reasonOf } from './attempt.ts';
import { type BenchNetwork, createHonestProver, onWalkAlone, type ProofTimes } from './bench-network.ts';
import { listedTasks } from './listed-tasks.ts';
import { processorMs } from './processor-time.ts';

/** Works at all of it by turns. @returns each one's result and when it was done, in order of finishing */
const byTurns = async <T>(works: readonly (() => Promise<T>)[]): Promise<{ at: number; value: T; ms: number }[]> => {
  const startedAt = processorMs();
  const done: { at: number; value: T; ms: number }[] = [];
  await Promise.all(
    works.map(async (work, at) => {
      const value = await work();
      done.push({ at, value, ms: processorMs() - startedAt });
    }),
  );
  return done;
};

/** A walk of some tenths of a second: what a shared machine does in one instant is then a small part of it. */
const lanes = 24_576;

/** A try counts only on a machine that was as fast after it as before: the difference that is looked for is twofold. */
const steadyWithin = 0.2;
const mostUnsteadyTries = 8;
const isSteady = (before: ProofTimes, after: ProofTimes): boolean =>
  Math.abs(Math.log(after.walkMs / before.walkMs)) < steadyWithin &&
  Math.abs(Math.log(after.fillMs / before.fillMs)) < steadyWithin;

/** What the pair is called: refused for the first reason that one of the two was. */
const pairReason = (reasons: readonly string[]): string => reasons.find((reason) => reason !== 'passed') ?? 'passed';

/** Fills in peace, then gets both nonces at one instant and walks for both. */
const bothAtOnce = async (
  network: BenchNetwork,
  honest: ProofTimes,
): Promise<{ reason: string; walksMs: number[] }> => {
  const both = await network.askTwo(onWalkAlone(honest), lanes);
  const ready = [];
  for (const asked of both) {
    const prover = createHonestProver(asked.spec);
    ready.push({ asked, prover, fillShares: await prover.fill() });
  }
  const walks = [];
  for (const { asked, prover, fillShares } of ready) {
    const committed = await commitTo(asked, fillShares);
    if ('refusal' in committed) throw new Error(`a fill in peace was refused: ${committed.refusal}`);
    walks.push({ asked, ...committed, walk: () => prover.walk(committed.nonces[0]?.nonce ?? '') });
  }
  const finished = await byTurns(walks.map(({ walk }) => walk));
  const reasons: string[] = [];
  let clockMs = 0;
  for (const { at, value, ms } of finished) {
    network.advance(ms - clockMs);
    clockMs = ms;
    const { asked, parts, nonces } = walks[at] as (typeof walks)[number];
    const { device, challenge, session } = asked;
    reasons.push(reasonOf(await device.answer(challenge, parts, nonces, [{ gpu: 0, walkShares: value }])));
    session.close();
  }
  return { reason: pairReason(reasons), walksMs: finished.map(({ ms }) => ms) };
};

const oneAfterTheOther = async (network: BenchNetwork, honest: ProofTimes): Promise<string> => {
  const reasons: string[] = [];
  for (const asked of await network.askTwo(honest, lanes)) {
    reasons.push((await attempt(network, asked, createHonestProver(asked.spec))).reason);
    asked.session.close();
  }
  return pairReason(reasons);
};

/**
 * Claims that one card of each model can prove one after the other before the last one's fill is due, when it is as fast
 * as the catalogue expects and the network has asked all of them at one instant.
 */
const claimsInTurn = (): { model: string; claims: number }[] =>
  listedTasks().map(({ model, task }) => {
    const { coverBytes, rounds, lanes, steps } = task.difficulty;
    const pace = paceOfModel(model);
    const fillMs = ((coverBytes / itemBytes) * 2 * rounds) / pace.fillBlocksPerMs;
    const walkMs = (lanes * steps * itemBytes) / pace.walkBytesPerMs;
    return { model: model.id, claims: 1 + Math.floor((task.fillDeadlineMs - fillMs) / (fillMs + walkMs)) };
  });

/** By the catalogue's own deadlines: told, not promised, because their allowance for a first compilation is long. */
const projected = (): Outcome => {
  const models = claimsInTurn().toSorted((a, b) => b.claims - a.claims);
  return outcomeOf(
    {
      way: 'in turn, by the deadlines of the catalogue',
      evidence: 'projected',
      mustFailFor: null,
      facts: {
        mostClaims: models[0]?.claims ?? 0,
        of: models[0]?.model ?? '',
        leastClaims: models.at(-1)?.claims ?? 0,
      },
    },
    models.map(({ claims }) => (claims >= 2 ? 'passed' : 'CHALLENGE_LATE')),
  );
};

export const oneDeviceTwoClaims: Attack = {
  name: 'one-device-two-claims',
  tries: 'Proves two accounts’ claims with one device when both are asked at one instant.',
  run: async ({ network }, times) => {
    const slowdowns: number[] = [];
    const atOnce: string[] = [];
    const inTurn: string[] = [];
    let before = await network.calibrate(lanes);
    for (let tries = 0; atOnce.length < times && tries < times + mostUnsteadyTries; tries += 1) {
      const both = await bothAtOnce(network, before);
      const other = await oneAfterTheOther(network, before);
      const after = await network.calibrate(lanes);
      if (isSteady(before, after)) {
        atOnce.push(both.reason);
        slowdowns.push(...both.walksMs.map((ms) => (2 * ms) / (before.walkMs + after.walkMs)));
        inTurn.push(other);
      }
      before = after;
    }
    if (atOnce.length === 0) throw new Error('this machine is too unsteady to time two proofs against one');
    const mustFailFor = ['CHALLENGE_LATE'];
    return [
      outcomeOf({ way: 'both walks at once', evidence: 'service', mustFailFor, slowdown: medianOf(slowdowns) }, atOnce),
      outcomeOf({ way: 'one after the other', evidence: 'service', mustFailFor }, inTurn),
      projected(),
    ];
  },
};
