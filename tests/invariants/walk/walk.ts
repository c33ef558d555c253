/**
 * Walks: drawn steps taken one after another over the pure rules and the ledger in memory. A property looks at each turn,
 * the network before and after one step.
 */
import fc from 'fast-check';
import { units } from '../arbitraries.ts';
import { closeHour, confirm, endJob, grant, payOut, startJob } from './earning-steps.ts';
import { execute, slash, winAppeal } from './slash-steps.ts';
import { compoundEarnings, notice, stake, support, unstake, wait } from './stake-steps.ts';
import { accountIds, deviceIds, genesis, type WalkState } from './state.ts';
import { earningKinds, type Step, type StepKind, stakeKinds } from './step.ts';

export interface Turn {
  readonly step: Step;
  readonly before: WalkState;
  readonly after: WalkState;
}

const take: Readonly<Record<StepKind, (state: WalkState, step: Step) => WalkState>> = {
  stake,
  unstake,
  support,
  notice,
  compound: compoundEarnings,
  slash,
  winAppeal,
  execute,
  wait,
  // What governance may set the cooldown to: it holds for what is asked back from now on.
  newCooldown: (state, { dial }) => ({
    ...state,
    parameters: { ...state.parameters, cooldownHours: 336 + (dial % 337) },
  }),
  closeHour,
  confirm,
  payOut,
  grant,
  startJob,
  endJob,
};

/** What begins something is drawn about as often as what ends it, so that walks get far in few steps. */
const weights: Partial<Readonly<Record<StepKind, number>>> = { wait: 6, support: 2, notice: 2, compound: 2, slash: 2 };

const anySteps = (kinds: readonly StepKind[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds.flatMap((kind) => Array.from({ length: weights[kind] ?? 1 }, () => kind))),
      deviceId: fc.constantFrom(...deviceIds),
      who: fc.constantFrom(...accountIds),
      units: fc.integer({ min: 1, max: 250 }).map(units),
      dial: fc.nat(999),
    }),
    { minLength: 10, maxLength: 30, size: 'medium' },
  );

/** Steps of every kind. */
export const anyWalk = anySteps([...stakeKinds, ...earningKinds]);

/** Steps of stake and slashes, with hours that earn something to stake again. */
export const anyStakeWalk = anySteps([...stakeKinds, 'closeHour']);

export const turnsOf = (steps: readonly Step[]): Turn[] => {
  let state = genesis;
  return steps.map((step) => {
    const before = { ...state, turn: state.turn + 1, now: state.now + 1 };
    state = take[step.kind](before, step);
    return { step, before, after: state };
  });
};
