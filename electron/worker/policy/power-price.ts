/** What a kilowatt-hour costs at a moment, by the owner's tariff. Pure; in the owner's own money, which it never names. */
import type { Settings } from '../../../shared/contract/app/settings.ts';
import { inWeek } from './week.ts';

/** @returns null where the owner named no price */
export const powerPriceAt = (
  { tariff, powerPrice }: Pick<Settings, 'tariff' | 'powerPrice'>,
  at: number,
): number | null => (tariff !== null && inWeek(tariff.hours, at) === true ? tariff.price : powerPrice);
