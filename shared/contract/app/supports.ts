/** Coins behind others' devices: what is offered, what this account has there, and the two moves of a supporter. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { tierNames } from '../../domain/tiers/tier-names.ts';
import { offences } from '../offences.ts';
import { riskSchema } from './stake.ts';

/** What an owner offers those who put coins behind a device. Amounts in base units, shares in bps. */
export const offerSchema = z.object({
  deviceId: z.string(),
  /** Part of each reward that goes to supporters, divided among them by stake. */
  shareBps: z.number().int(),
  class: z.string(),
  count: z.number().int(),
  tier: z.enum(tierNames),
  /** Of the last 30 days, or since the device is there. */
  uptimeBps: z.number().int(),
  required: z.bigint(),
  /** By the owner and supporters together. */
  staked: z.bigint(),
  /** By the owner alone, whose coins a loss takes first; null: not known yet. */
  ownStaked: z.bigint().nullable(),
  /** What supporters may still add. */
  room: z.bigint(),
  supporters: z.number().int(),
  placesLeft: z.number().int(),
  /** Slashes of the last 90 days that no appeal undid. */
  recentSlashes: z.number().int(),
});
export type Offer = z.infer<typeof offerSchema>;

/** Read at this moment, with what follows from a move worked out by `supportProspect` of the shared rules. */
export const openedOfferSchema = offerSchema.extend({
  ownStaked: z.bigint(),
  isOpen: z.boolean(),
  /** What each offence would cost the device now: a share of its whole stake. */
  shares: z.array(z.object({ offence: z.enum(offences), bps: z.number().int() })),
  noticeMs: z.number().int(),
  cooldownMs: z.number().int(),
  /** This account's own behind the device. */
  held: z.bigint(),
  /** Free coins of this account. */
  free: z.bigint(),
});
export type OpenedOffer = z.infer<typeof openedOfferSchema>;

export const offerOrders = ['share', 'required', 'staked', 'room', 'tier', 'uptime', 'slashes'] as const;
export type OfferOrder = (typeof offerOrders)[number];

/** What this account has behind somebody else's device. */
export const supportedSchema = z.object({
  deviceId: z.string(),
  class: z.string(),
  count: z.number().int(),
  /** Counts at the device, those of a notice that runs among them. */
  held: z.bigint(),
  deviceStaked: z.bigint(),
  /** Part of each reward that goes to supporters, and of it this account's; null: the owner's offer is not known. */
  shareBps: z.number().int().nullable(),
  ownPartBps: z.number().int().nullable(),
  earned: z.bigint(),
  /** Of it, what is neither paid out nor staked again yet. */
  claimable: z.bigint(),
  /** End of the notice, and of the cooldown after it; null: staying. */
  leavesAt: z.number().nullable(),
  freeAt: z.number().nullable(),
  /** How long leaving takes from the notice on; null: not known. */
  leavingMs: z.number().int().nullable(),
  cooling: z.array(z.object({ id: z.string(), amount: z.bigint(), askedAt: z.number(), freeAt: z.number() })),
  /** What could be lost of it now, rounded up. */
  risks: z.array(riskSchema),
});
export type Supported = z.infer<typeof supportedSchema>;

/** Where the coins are, and whether they have a price. */
export const supportNetworkSchema = z.object({ name: z.string(), isPlay: z.boolean() });
export type SupportNetwork = z.infer<typeof supportNetworkSchema>;

export const supportActions = ['support', 'leave'] as const;
export type SupportAction = (typeof supportActions)[number];

/** What a supporter's move means, worst case first. Nothing moves until it is confirmed. */
export const supportQuoteSchema = z.object({
  /** Single use, 60 s. */
  confirmationId: z.string(),
  action: z.enum(supportActions),
  deviceId: z.string(),
  /** Of a notice: all that is there. */
  amount: z.bigint(),
  heldAfter: z.bigint(),
  worstCase: z.bigint(),
  /** The gravest first. */
  risks: z.array(riskSchema),
  shareBps: z.number().int(),
  /** Earliest moment the coins are free again: the notice, and the cooldown after it. */
  freeAt: z.number(),
  noticeMs: z.number().int(),
  cooldownMs: z.number().int(),
  /** The device has too little at stake for hourly rewards. */
  endsEarning: z.boolean(),
  fee: z.bigint(),
  /** What is signed, line by line and to the last letter; every figure but the two lengths is read from it. */
  text: z.array(z.string()),
  signsWith: z.enum(['localnet', 'external']),
});
export type SupportQuote = z.infer<typeof supportQuoteSchema>;

const most = z.object({ most: z.number().int() });

const reading = oc.errors({
  NOT_JOINED: {},
  NETWORK_UNREACHABLE: { data: z.object({ address: z.string() }) },
});

/** Why the rules do not allow a supporter's move. */
const moving = reading.errors({
  AMOUNT_TOO_LARGE: { data: z.object({ available: z.bigint() }) },
  OFFER_NOT_FOUND: {},
  OFFER_CLOSED: {},
  /** The device is below the tier that opens it to supporters. */
  TIER_TOO_LOW: { data: z.object({ tier: z.enum(tierNames) }) },
  OWN_DEVICE: {},
  TOO_MANY_SUPPORTERS: { data: most },
  TOO_MANY_DEVICES: { data: most },
  ALREADY_LEAVING: {},
  NOT_A_SUPPORTER: {},
});

export const supportsContract = {
  /** Opens an account without this PC in it, under the owner's key, with its wallet named. Idempotent. */
  begin: oc
    .output(z.object({ supportsOnly: z.boolean() }))
    .errors({ NETWORK_UNREACHABLE: { data: z.object({ address: z.string() }) } }),
  /** Offers that take supporters, a page of them. */
  offers: reading
    .input(
      z.object({
        by: z.enum(offerOrders),
        order: z.enum(['asc', 'desc']),
        /** `next` of the page before. */
        after: z.string().optional(),
      }),
    )
    .output(z.object({ offers: z.array(offerSchema), next: z.string().nullable() })),
  /** One offer afresh. */
  open: reading
    .input(z.object({ deviceId: z.string() }))
    .output(openedOfferSchema)
    .errors({ OFFER_NOT_FOUND: {} }),
  positions: reading.output(
    z.object({ supported: z.array(supportedSchema), free: z.bigint(), network: supportNetworkSchema }),
  ),
  prepare: moving
    .input(
      z.discriminatedUnion('action', [
        z.object({ action: z.literal('support'), deviceId: z.string(), amount: z.bigint().positive() }),
        z.object({ action: z.literal('leave'), deviceId: z.string() }),
      ]),
    )
    .output(supportQuoteSchema),
  confirm: moving
    .input(z.object({ confirmationId: z.string() }))
    .output(z.object({ held: z.bigint(), freeAt: z.number().nullable() }))
    .errors({
      CONFIRMATION_EXPIRED: {},
      /** It would mean something else by now. */
      INTENT_OUTDATED: {},
    }),
};
