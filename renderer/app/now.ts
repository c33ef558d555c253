/** The moment on screen, for ages and deadlines. Ticks only while something that shows it is mounted. */
import { useEffect, useState } from 'react';

/** @returns epoch ms, renewed every `everyMs` */
export const useNow = (everyMs = 1_000): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};
