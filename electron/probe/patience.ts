/** How long a step of the probe's child may take before it counts as hung. The child and its client both keep to it. */
import { z } from 'zod';

/**
 * `cold`: what may keep a driver busy by itself, such as starting, compiling, taking memory and the first use of a kernel
 * or a buffer. `warm`: everything else, whose dispatches are paced to 100 ms.
 */
export const boundSchema = z.enum(['cold', 'warm']);
export type Bound = z.infer<typeof boundSchema>;

/** A software driver on a busy machine takes 200 ms and more for a paced dispatch, so the warm bound is far from it. */
export const patienceMs: Readonly<Record<Bound, number>> = { cold: 20_000, warm: 4_000 };
