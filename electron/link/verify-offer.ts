/** Whether an offer is really the network's, meant for this device, and still open. What it asks for is judged elsewhere. */
import type { JobOffer } from '../../shared/contract/network/session.ts';
import { imageMessage, offerMessage } from '../../shared/domain/signing/messages.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { isSignedBy } from './is-signed-by.ts';

export type OfferVerdict = 'good' | 'forged' | 'other_device' | 'expired';

/** @param expected.networkKey  from the network's parameters: raw Ed25519 public key, base64url */
export const verifyOffer = (
  offer: JobOffer,
  expected: { networkKey: string; deviceId: string; now: EpochMs },
): OfferVerdict => {
  const { imageSignature, spec } = offer;
  if (!isSignedBy(expected.networkKey, offerMessage(offer), offer.signature)) return 'forged';
  if (imageSignature !== null && !isSignedBy(expected.networkKey, imageMessage(spec.image), imageSignature))
    return 'forged';
  if (offer.deviceId !== expected.deviceId) return 'other_device';
  return offer.expiresAt <= expected.now ? 'expired' : 'good';
};
