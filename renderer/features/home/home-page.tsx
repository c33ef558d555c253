/** Home: am I earning, and is my PC safe? One face when it works, another when something stops it. */
import { useTopic } from '../../client/store.ts';
import { EarningHome } from './earning-home.tsx';
import { ProblemHome } from './problem-home.tsx';

export const HomePage = () => {
  const { activity, problems } = useTopic('status');
  const gravest = problems[0];
  return activity === 'blocked' && gravest ? <ProblemHome known={gravest} /> : <EarningHome />;
};
