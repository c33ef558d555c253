/** Puts a stake that is too small to earn on the board, and takes it off once there is enough. */
import type { StakeState } from '../../shared/contract/app/stake.ts';
import type { ProblemBoard } from './problem-board.ts';

/** @param stake null: not read yet, so nothing is known */
export const noteStake = (stake: Pick<StakeState, 'staked' | 'required'> | null, problems: ProblemBoard): void => {
  if (stake === null) return;
  const { staked, required } = stake;
  const standing = problems.problems.get().find(({ problem }) => problem.code === 'STAKE_MISSING')?.problem.data;
  if (staked >= required) {
    if (standing) problems.clear('STAKE_MISSING');
    return;
  }
  const isSame = standing && 'staked' in standing && standing.staked === staked && standing.required === required;
  if (!isSame) problems.raise({ code: 'STAKE_MISSING', data: { staked, required } });
};
