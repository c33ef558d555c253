/** The engine as the inventory shows it: what it is, and what is wrong with it, or why there is none. */
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { engineFloor } from './admission/engine-floor.ts';
import type { Engine } from './engine.ts';

/** @throws CANCELLED */
export const readEngine = async (engine: Pick<Engine, 'probe'>, signal: AbortSignal): Promise<Inventory['engine']> => {
  try {
    const { version, name, socketPath, osType, verdict } = await engine.probe(signal);
    const outdated: Problem = { code: 'ENGINE_OUTDATED', data: { version: version ?? '', floor: engineFloor } };
    return { version, name, socketPath, osType, problem: verdict === 'sound' ? null : outdated };
  } catch (error) {
    if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
    return { version: null, name: null, socketPath: null, osType: null, problem: error.problem };
  }
};
