/** At most so many wrong tokens or codes a minute, over all callers: guessing a 256-bit secret stays hopeless. */
import type { Clock } from '../../../shared/units/time.ts';

export interface FailureLimit {
  isOpen(): boolean;
  note(): void;
}

export const createFailureLimit = (clock: Clock, most = 10, windowMs = 60_000): FailureLimit => {
  let failures: number[] = [];
  const recent = (): number[] => {
    const since = clock.monotonic() - windowMs;
    failures = failures.filter((at) => at > since);
    return failures;
  };
  return { isOpen: () => recent().length < most, note: () => recent().push(clock.monotonic()) };
};
