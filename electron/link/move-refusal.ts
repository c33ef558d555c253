/** A rule's no to a move of coins, out of the network's answer. Pure; what is no such no is its caller's. */
import type { InferContractRouterErrorMap, ORPCErrorFromErrorMap } from '@orpc/contract';
import type { TierState } from '../../shared/contract/app/tier.ts';
import type { NetworkContract } from '../../shared/contract/network/index.ts';

/** What only a supporter's move meets. */
export type SupportRefusal =
  | { code: 'OFFER_NOT_FOUND' | 'OFFER_CLOSED' | 'OWN_DEVICE' | 'ALREADY_LEAVING' | 'NOT_A_SUPPORTER' }
  | { code: 'TIER_TOO_LOW'; tier: TierState['tier'] }
  | { code: 'TOO_MANY_SUPPORTERS' | 'TOO_MANY_DEVICES'; most: number };

export type MoveRefusal =
  | { kind: 'too_large'; available: bigint }
  | { kind: 'in_use' }
  | { kind: 'unsupportable'; refusal: SupportRefusal };

type Intents = NetworkContract['intents'];
type IntentError =
  | ORPCErrorFromErrorMap<InferContractRouterErrorMap<Intents['prepare']>>
  | ORPCErrorFromErrorMap<InferContractRouterErrorMap<Intents['sign']>>;

/** @returns null for an answer that is no rule's no */
export const moveRefusalOf = (error: IntentError): MoveRefusal | null => {
  const unsupportable = (refusal: SupportRefusal): MoveRefusal => ({ kind: 'unsupportable', refusal });
  switch (error.code) {
    case 'AMOUNT_TOO_LARGE':
      return { kind: 'too_large', available: BigInt(error.data.available) };
    case 'STAKE_IN_USE':
      return { kind: 'in_use' };
    case 'TIER_TOO_LOW':
      return unsupportable({ code: error.code, tier: error.data.tier });
    case 'TOO_MANY_SUPPORTERS':
    case 'TOO_MANY_DEVICES':
      return unsupportable({ code: error.code, most: error.data.most });
    case 'DEVICE_NOT_FOUND':
      return unsupportable({ code: 'OFFER_NOT_FOUND' });
    case 'OFFER_NOT_FOUND':
    case 'OFFER_CLOSED':
    case 'OWN_DEVICE':
    case 'ALREADY_LEAVING':
    case 'NOT_A_SUPPORTER':
      return unsupportable({ code: error.code });
    default:
      return null;
  }
};
