/** What is seen of owners, for looking at pages. */
import type { Owner } from '../../../shared/contract/app/owner.ts';
import { ownerSigns } from '../../../shared/contract/owner-words.ts';

const allSeen = Object.fromEntries(ownerSigns.map((sign) => [sign, true])) as Owner['seen'];

export const nobodyHere: Owner = {
  ...{ standAside: [], seen: allSeen, seat: null, held: [], notHeld: {}, lock: 'none' },
};

/** Somebody plays on one GPU, since five minutes. */
export const playing = (now: number, gpuId: string): Owner => ({
  ...nobodyHere,
  standAside: [{ cause: 'game', program: 'Factorio', gpuIds: [gpuId], since: now - 300_000, until: null }],
});
