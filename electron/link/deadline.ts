/** Makes anything settle: by itself, at its deadline, or when it is no longer wanted. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';

/**
 * @param work  told by its signal when nobody waits any more; what it does later is ignored
 * @param late  what is thrown at the deadline
 * @throws CANCELLED as soon as `cancel` is aborted
 */
export const within = async <T>(
  limits: { clock: Clock; deadlineMs: number; cancel: AbortSignal; late: () => PerigeeError },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { clock, deadlineMs, cancel, late } = limits;
  if (cancel.aborted) throw new PerigeeError('CANCELLED', {});
  const over = new AbortController();
  const onCancel = (): void => over.abort();
  cancel.addEventListener('abort', onCancel, { once: true });
  const ended = clock.sleep(deadlineMs, over.signal).then(
    () => {
      throw late();
    },
    () => {
      throw new PerigeeError('CANCELLED', {});
    },
  );
  try {
    return await Promise.race([ended, work(over.signal)]);
  } finally {
    cancel.removeEventListener('abort', onCancel);
    over.abort();
  }
};
