/**
 * What may go wrong on a device, and the guard around each use of it: error scopes and the device's loss, which alone
 * say that work was refused.
 */

/** `invalid`: the work was refused, so no result of it may be believed. */
export class GpuFault extends Error {
  override readonly name = 'GpuFault';
  readonly kind: 'invalid' | 'out_of_memory' | 'lost' | 'no_adapter';
  /** With `out_of_memory`: what was had before; null where nobody counted. */
  readonly heldBytes: number | null;

  constructor(kind: GpuFault['kind'], message: string, heldBytes: number | null = null) {
    super(message);
    this.kind = kind;
    this.heldBytes = heldBytes;
  }
}

/** Popped in the reverse of the order in which they are pushed. */
const scopes = [
  { filter: 'validation', kind: 'invalid' },
  { filter: 'out-of-memory', kind: 'out_of_memory' },
  { filter: 'internal', kind: 'invalid' },
] as const;

/** Fails with what the device found wrong in the calls that `work` makes before it first waits, or with its loss. */
export type Guard = <T>(work: () => T | Promise<T>) => Promise<T>;

export const createGuard = (device: GPUDevice): Guard => {
  let loss: GpuFault | null = null;
  const lost = device.lost.then(({ message }) => {
    loss = new GpuFault('lost', message);
    throw loss;
  });
  lost.catch(() => {});
  return async (work) => {
    if (loss) throw loss;
    for (const { filter } of scopes) device.pushErrorScope(filter);
    const worked = (async () => work())();
    worked.catch(() => {});
    const popped = scopes.toReversed().map(async ({ kind }) => {
      const error = await device.popErrorScope();
      if (error) throw new GpuFault(kind, error.message);
    });
    await Promise.race([Promise.all(popped), lost]);
    const result = await Promise.race([worked, lost]).catch((error: unknown) => {
      throw error instanceof GpuFault
        ? error
        : new GpuFault('invalid', error instanceof Error ? error.message : String(error));
    });
    if (loss) throw loss;
    return result;
  };
};
