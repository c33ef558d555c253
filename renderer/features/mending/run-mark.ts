/** The mark of a mending, by what came of it. Pure. */
import type { MendingRun } from '../../../shared/contract/app/mending.ts';
import type { Mark } from '../../ui/state-mark.tsx';

export const markOfRun = ({ outcome }: Pick<MendingRun, 'outcome'>): Mark => {
  if (outcome === null) return 'running';
  if (outcome === 'failed') return 'lost';
  return outcome === 'still_there' || outcome === 'stopped' ? 'needs-you' : 'passed';
};
