/** Ends the wait for work that cannot be cancelled. The work itself may run on; its result is then dropped. */
import { PerigeeError } from '../../shared/contract/codes.ts';

/**
 * @param late what to settle with when `timeoutMs` pass first; may throw
 * @throws what `work` throws; CANCELLED when the signal is aborted first
 */
export const settleWithin = <T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal, late: () => T): Promise<T> =>
  new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = (): void => finish(() => reject(new PerigeeError('CANCELLED', {}, { cause: signal.reason })));
    const timer = setTimeout(() => {
      finish(() => {
        try {
          resolve(late());
        } catch (error) {
          reject(error);
        }
      });
    }, timeoutMs);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error)),
    );
  });
