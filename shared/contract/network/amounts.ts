/** Amounts on the network's wire: base units as decimal text, so that any JSON reader keeps every digit. */
import { z } from 'zod';

export const amountSchema = z.string().regex(/^-?(0|[1-9]\d{0,29})$/);
export const positiveAmountSchema = z.string().regex(/^[1-9]\d{0,29}$/);
/** ISO 8601 would do; milliseconds since 1970 UTC are what both sides compute with. */
export const timeSchema = z.number().int().nonnegative();
