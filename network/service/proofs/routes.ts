/** The procedures of proofs. */
import type { Callers } from '../api/callers.ts';
import type { Challenges } from './challenges.ts';
import { withFillShares, withWalkShares } from './unpacking.ts';

export const proofRoutes = ({ asDevice }: Callers, challenges: Challenges) => ({
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
});
