/** Home: am I earning, and is my PC safe? One face when it works, another when something stops it. */
import { isBlocking } from '../../../shared/contract/blocking-codes.ts';
import { useTopic } from '../../client/store.ts';
import { EarningHome } from './earning-home.tsx';
import { ProblemHome } from './problem-home.tsx';

export const HomePage = () => {
  const { activity, problems } = useTopic('status');
  // A graver problem that stops nothing is not the answer.
  const blocking = problems.find(({ problem }) => isBlocking(problem.code)) ?? problems[0];
  return activity === 'blocked' && blocking ? <ProblemHome known={blocking} /> : <EarningHome />;
};
