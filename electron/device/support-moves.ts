/**
 * Moves of an account's coins on somebody else's device. What each would mean is worked out here, from the offer and from
 * what the account has there, before the network's text is looked at.
 */
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { type Backing, leaveProspect, supportProspect } from '../../shared/domain/intents/support-prospect.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { PreparedMove, SignedMoves } from './signed-moves.ts';

/** What a supporter's move is worked out from. */
export interface SupportedOffer {
  readonly offer: NetworkOutputs['offers']['read'];
  /** What this account has behind the device now. */
  readonly held: BaseUnits;
}

export interface SupportMoves extends Pick<SignedMoves, 'carryOut' | 'nameWallet'> {
  /**
   * @param amount  of a support; leaving is for all that is there
   * @throws INTENT_MISMATCH when the text is not what was asked for; WALLET_MISSING
   */
  prepareOn(supported: SupportedOffer, action: 'support' | 'leave', amount: BaseUnits): Promise<PreparedMove>;
}

const units = (text: string): BaseUnits => inBaseUnits(BigInt(text));

const backingOf = ({ offer, held }: SupportedOffer): Backing => ({
  held,
  ownStaked: units(offer.ownStaked),
  staked: units(offer.staked),
  required: units(offer.required),
  shareBps: offer.shareBps,
  shares: offer.shares,
  noticeMs: offer.noticeMs,
  cooldownMs: offer.cooldownMs,
});

export const createSupportMoves = (clock: Pick<Clock, 'now'>, signed: SignedMoves): SupportMoves => ({
  carryOut: signed.carryOut,
  nameWallet: signed.nameWallet,
  prepareOn: (supported, action, amount) => {
    const { deviceId } = supported.offer;
    const backing = backingOf(supported);
    const askedAt = clock.now();
    if (action === 'support') {
      const prospect = supportProspect(backing, amount, askedAt);
      return signed.ask({ action, deviceId, amount }, { amount, prospect, askedAt });
    }
    const prospect = leaveProspect(backing, askedAt);
    return signed.ask({ action, deviceId, amount: null }, { amount: backing.held, prospect, askedAt });
  },
});
