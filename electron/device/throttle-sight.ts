/** What the budgets look at: each GPU with its readings, its range, and whether our own work is on it. Pure. */
import type { Readings } from '../../shared/contract/app/machine.ts';
import type { StandAside } from '../../shared/contract/app/owner.ts';
import { causesOfUse, type StandAsideCause } from '../../shared/contract/owner-words.ts';
import type { CardSight } from '../worker/policy/throttle.ts';
import type { CardStates } from './power-keeper.ts';

/** Whoever is at the PC gets the card with its own limit, while a job of ours is still on its way out. */
const ownersUse: ReadonlySet<StandAsideCause> = new Set(causesOfUse);

export const throttleSightOf = (options: {
  gpuIds: readonly string[];
  readings: Readings;
  cards: CardStates;
  standAside: readonly StandAside[];
  isOurs: (gpuId: string) => boolean;
}): CardSight[] =>
  options.gpuIds.map((gpuId) => {
    const now = options.readings.gpus[gpuId]?.now;
    const card = options.cards[gpuId];
    const isOwners = options.standAside.some(
      ({ cause, gpuIds }) => ownersUse.has(cause) && (gpuIds === null || gpuIds.includes(gpuId)),
    );
    return {
      gpuId,
      range: card === undefined || card.refusal !== null ? null : card.range,
      isWorking: options.isOurs(gpuId) && !isOwners,
      temperatureCelsius: now?.temperatureCelsius ?? null,
      powerWatts: now?.powerWatts ?? null,
      fanPercent: now?.fanPercent ?? null,
    };
  });
