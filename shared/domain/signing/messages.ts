/** The texts, other than requests, that a key signs here. Each begins or is shaped so that it can be nothing else. */
import type { JobOffer } from '../../contract/network/session.ts';
import { canonicalJson } from './canonical-json.ts';

/** What a device signs to open its session: bound to this network and to this one connection. */
export const sessionMessage = (authority: string, challenge: string): string =>
  `perigee-session-1\n${authority}\n${challenge}`;

/** What the network signs to make an offer: every field but the signature. */
export const offerMessage = (offer: Omit<JobOffer, 'signature'>): string =>
  canonicalJson({
    offerId: offer.offerId,
    deviceId: offer.deviceId,
    spec: offer.spec,
    pay: offer.pay,
    expiresAt: offer.expiresAt,
  });
