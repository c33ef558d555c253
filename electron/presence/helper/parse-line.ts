/** One line of the helper scripts in `resources/presence`. Pure. */
import { z } from 'zod';

const name = z.string().max(256);

const lineSchema = z.object({
  fullScreen: z.union([name, z.literal(false)]).nullable(),
  game: z.union([name, z.literal(false)]).nullable(),
  /** Since the last input. */
  idleMs: z.number().nonnegative().nullable(),
  isOnBattery: z.boolean().nullable(),
  isMetered: z.boolean().nullable(),
  /** Of every process. */
  programs: z.array(name).max(4096),
});
export type HelperLine = z.infer<typeof lineSchema>;

/** @returns null for a line that is none of theirs */
export const parseHelperLine = (line: string): HelperLine | null => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  return lineSchema.safeParse(value).data ?? null;
};
