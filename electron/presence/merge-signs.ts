/** One picture out of what several sources see: a sign that anybody sees is there. Pure. */
import { nothingSeen, type OwnerSigns } from './owner-signs.ts';

type Named = OwnerSigns['fullScreen'];

const eitherNamed = (a: Named, b: Named): Named => {
  if (typeof a === 'string') return a === '' && typeof b === 'string' ? b : a;
  return typeof b === 'string' ? b : (a ?? b);
};
const eitherTrue = (a: boolean | null, b: boolean | null): boolean | null => (a === true ? a : (b ?? a));

const merged = (a: OwnerSigns, b: Partial<OwnerSigns>): OwnerSigns => {
  const { fullScreen = null, game = null, programs = null, lastInputMs = null } = b;
  return {
    fullScreen: eitherNamed(a.fullScreen, fullScreen),
    game: eitherNamed(a.game, game),
    programs: programs === null ? a.programs : [...new Set([...(a.programs ?? []), ...programs])],
    // Below 0 where it was before this app began.
    lastInputMs: lastInputMs === null ? a.lastInputMs : Math.max(a.lastInputMs ?? lastInputMs, lastInputMs),
    gpuInUse: { ...a.gpuInUse, ...b.gpuInUse },
    isOnBattery: eitherTrue(a.isOnBattery, b.isOnBattery ?? null),
    isMetered: eitherTrue(a.isMetered, b.isMetered ?? null),
  };
};

export const mergeSigns = (parts: Iterable<Partial<OwnerSigns>>): OwnerSigns => {
  let all = nothingSeen;
  for (const part of parts) all = merged(all, part);
  return all;
};
