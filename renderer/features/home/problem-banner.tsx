/** A problem beside earning that goes on. */
import { isGrave } from '../../app/activity.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { FixBanner } from '../../ui/fix-banner.tsx';
import { ProblemAction } from './problem-action.tsx';
import { detailsOf, type KnownProblem } from './problem-steps.ts';

export const ProblemBanner = ({ known }: { known: KnownProblem }) => {
  const { title, cost, fix } = useProblemText();
  const { problem } = known;
  return (
    <FixBanner
      sentence={title(problem)}
      code={problem.code}
      tone={isGrave(problem.code) ? 'bad' : 'warn'}
      details={detailsOf(known)}
      action={<ProblemAction code={problem.code} />}
    >
      <p>{cost(problem)}</p>
      <p>{fix(problem)}</p>
    </FixBanner>
  );
};
