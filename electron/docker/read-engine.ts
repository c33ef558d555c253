/** The engine as the inventory shows it: what it is, or why there is none. */
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { Engine } from './engine.ts';

/** @throws CANCELLED */
export const readEngine = async (engine: Pick<Engine, 'probe'>, signal: AbortSignal): Promise<Inventory['engine']> => {
  try {
    const { version, name, socketPath, osType } = await engine.probe(signal);
    return { version, name, socketPath, osType, problem: null };
  } catch (error) {
    if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
    return { version: null, name: null, socketPath: null, osType: null, problem: error.problem };
  }
};
