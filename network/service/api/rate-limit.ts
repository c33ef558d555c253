/** How much one key may ask: a bucket that fills with time. It is in memory only; a restart fills every bucket. */
import type { Clock } from '../../../shared/units/time.ts';

const burst = 120;
const perSecond = 20;
const mostBuckets = 10_000;

/** @returns a function that takes one request of a key, or says no */
export const createRateLimit = (clock: Pick<Clock, 'monotonic'>): ((key: string) => boolean) => {
  const buckets = new Map<string, { left: number; at: number }>();
  return (key) => {
    const now = clock.monotonic();
    const bucket = buckets.get(key) ?? { left: burst, at: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
    buckets.delete(key);
    buckets.set(key, bucket);
    const oldest = buckets.keys().next();
    if (buckets.size > mostBuckets && !oldest.done) buckets.delete(oldest.value);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  };
};
