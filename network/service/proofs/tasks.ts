/** How hard a challenge is and how long it may take, for each card that the device claims. */
import type { HardwareClaim } from '../../../shared/contract/network/devices.ts';
import { mostParts } from '../../../shared/contract/network/proofs.ts';
import type { GpuModel } from '../../../shared/domain/hardware/catalogue.ts';
import { cardsOf, modelOfClaim } from '../../../shared/domain/hardware/claim.ts';
import { cardTask, type Pace, type ProofTask, processorTask, softwareTask } from '../../../shared/domain/proof/pace.ts';

/** @returns one task a card, in the order of the claim; the deadlines of the challenge are the longest of theirs */
export const proofTasksFor = (claim: HardwareClaim, fleetPaceOf: (model: GpuModel) => Pace | null): ProofTask[] => {
  if (claim.kind === 'cpu') return [processorTask];
  return cardsOf(claim)
    .slice(0, mostParts)
    .map((card) => {
      if (claim.isSoftware || card.vramBytes === null) return softwareTask;
      const model = modelOfClaim(claim.class, card);
      const { vramBytes, offeredBytes } = card;
      return cardTask({ model, vramBytes, offeredBytes }, model && fleetPaceOf(model)) ?? softwareTask;
    });
};
