/**
 * Time as the bench counts it: what this thread really worked, so that other programs on the machine make nobody late.
 * It only counts.
 */

/** Milliseconds of processor time that this thread has used. */
export const processorMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

export const timed = async <T>(work: () => T | Promise<T>): Promise<{ value: T; ms: number }> => {
  const startedAt = processorMs();
  const value = await work();
  return { value, ms: processorMs() - startedAt };
};
