/** Whether containers can be given this PC's NVIDIA GPUs; where they cannot, that is a problem an owner can mend. */
import type { Inventory } from '../../shared/contract/app/machine.ts';
import type { ProblemData } from '../../shared/contract/codes.ts';
import type { ProblemBoard } from './problem-board.ts';

type Missing = ProblemData<'GPU_CONTAINERS_OFF'>['missing'];

export interface GpuContainersWatch {
  /** Looks now. Never rejects; what could not be seen changes nothing. */
  look(): Promise<void>;
}

export const createGpuContainersWatch = (options: {
  problems: ProblemBoard;
  inventory: () => Inventory | null;
  /** @returns whether the engine can give each of these GPUs; asked only of an engine without a problem */
  canGive: (uuids: readonly string[]) => Promise<boolean>;
  /** @returns what is missing on this PC; null: nothing, or this system has no such thing */
  missing: () => Promise<Missing | null>;
}): GpuContainersWatch => {
  const { problems } = options;

  let last: Missing | null = null;

  const find = async (): Promise<Missing | null> => {
    const known = options.inventory();
    // Without a sound engine that comes first, and nobody can say what it would give.
    if (known === null || known.engine.version === null) return null;
    const uuids = known.gpus.flatMap(({ vendor, unusable, uuid }) =>
      vendor.value === 'nvidia' && unusable === null && uuid.value !== null ? [uuid.value] : [],
    );
    if (uuids.length === 0) return null;
    const missing = await options.missing();
    return missing === null || (await options.canGive(uuids)) ? null : missing;
  };

  return {
    look: async () => {
      const missing = await find().catch(() => last);
      if (missing === last) return;
      last = missing;
      problems.clear('GPU_CONTAINERS_OFF');
      if (missing !== null) problems.raise({ code: 'GPU_CONTAINERS_OFF', data: { missing } }, missing);
    },
  };
};
