/** How long to wait before the next try at an engine that is away. Pure. */
import { isPerigeeError, type PerigeeError } from '../../shared/contract/codes.ts';
import { isEngineLost } from '../docker/engine-error.ts';

export interface BackOff {
  /** @returns milliseconds to wait now; each longer than the last, up to the most */
  next(): number;
  reset(): void;
}

export const createBackOff = (firstMs = 250, mostMs = 5000): BackOff => {
  let delayMs = firstMs;
  return {
    next: () => {
      const now = delayMs;
      delayMs = Math.min(delayMs * 2, mostMs);
      return now;
    },
    reset: () => {
      delayMs = firstMs;
    },
  };
};

/** Not the job's fault: tried again until it works. */
export const isPassing = (error: unknown): error is PerigeeError =>
  isEngineLost(error) ||
  (isPerigeeError(error) && ['ENGINE_NOT_LINUX', 'DISK_FULL', 'DATA_FOLDER_DENIED'].includes(error.code));
