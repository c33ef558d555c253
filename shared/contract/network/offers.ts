/**
 * Offers to supporters: what an owner promises those who put coins behind a device, and the public list of them. A
 * supporter's own moves are intents. Nothing in an offer says who owns the device.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { mostShareBps } from '../../domain/staking/offers.ts';
import { tierNames } from '../../domain/tiers/tier-names.ts';
import { offences } from '../offences.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';

const shareSchema = z.number().int().min(0).max(mostShareBps);
const deviceId = z.string().max(64);

export const offerSchema = z.object({
  deviceId: z.string(),
  /** Part of each reward that goes to supporters, in bps, divided among them by stake. */
  shareBps: shareSchema,
  /** Takes supporters' coins. A closed one holds for those who are in. */
  isOpen: z.boolean(),
  class: z.string(),
  count: z.number().int(),
  tier: z.enum(tierNames),
  /** Of the last 30 days, or since the device is there. */
  uptimeBps: z.number().int(),
  required: amountSchema,
  /** By the owner and supporters together. */
  staked: amountSchema,
  /** By the owner alone, whose coins a loss takes first; null: not read yet. */
  ownStaked: amountSchema.nullable(),
  capacity: amountSchema,
  /** What supporters may still add. */
  room: amountSchema,
  supporters: z.number().int(),
  placesLeft: z.number().int(),
  /** Slashes of the last 90 days (2,160 network hours) that no appeal undid. */
  recentSlashes: z.number().int(),
  /** When the network looked last: at every move of supporters and owner, and once an hour. */
  readAt: timeSchema,
});
export type NetworkOffer = z.infer<typeof offerSchema>;

/** An offer read at this moment, with all that a supporter needs to work out what a move would mean. */
export const offerNowSchema = offerSchema.extend({
  ownStaked: amountSchema,
  /** What each offence would cost the device now: a share of its whole stake, in bps. */
  shares: z.array(z.object({ offence: z.enum(offences), bps: z.number().int() })),
  /** Who leaves counts this long without pay, and then waits for the cooldown. */
  noticeMs: z.number().int().nonnegative(),
  cooldownMs: z.number().int().nonnegative(),
});
export type NetworkOfferNow = z.infer<typeof offerNowSchema>;

export const offerOrders = ['share', 'required', 'staked', 'room', 'tier', 'uptime', 'slashes'] as const;

/** The facts of each refusal of a supporter's or an owner's move on an offer. */
export const offerErrors = {
  DEVICE_NOT_FOUND: { status: 404 },
  OFFER_NOT_FOUND: { status: 404 },
  OFFER_CLOSED: { status: 409 },
  /** The device is below the tier that opens it to supporters. */
  TIER_TOO_LOW: { status: 409, data: z.object({ tier: z.enum(tierNames) }) },
  /** Somebody joined under the terms, so they stay as they are. */
  TERMS_LOCKED: { status: 409, data: z.object({ supporters: z.number().int() }) },
  OWN_DEVICE: { status: 409 },
  TOO_MANY_SUPPORTERS: { status: 409, data: z.object({ most: z.number().int() }) },
  TOO_MANY_DEVICES: { status: 409, data: z.object({ most: z.number().int() }) },
  ALREADY_LEAVING: { status: 409 },
  NOT_A_SUPPORTER: { status: 409 },
  AMOUNT_TOO_LARGE: { status: 409, data: z.object({ available: amountSchema }) },
} as const;

const { DEVICE_NOT_FOUND, TERMS_LOCKED, ...ofMoves } = offerErrors;
/** Of a supporter's moves, which are intents. */
export const supportErrors = ofMoves;
const { OFFER_NOT_FOUND, TIER_TOO_LOW } = offerErrors;
const member = oc.errors(accountErrors);

export const offersContract = {
  list: oc
    .route({ method: 'GET', path: '/offers', tags: ['offers'], summary: 'Offers that take supporters, page by page' })
    .input(
      z.object({
        by: z.enum(offerOrders).default('share'),
        order: z.enum(['asc', 'desc']).default('desc'),
        /** `next` of the page before. */
        after: z
          .string()
          .regex(/^\d{1,38}\.[A-Za-z0-9_-]{1,64}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(100).default(25),
      }),
    )
    .output(z.object({ offers: z.array(offerSchema), next: z.string().nullable() })),
  /** As it is at this moment, whoever may support it. */
  read: oc
    .route({ method: 'GET', path: '/offers/{deviceId}', tags: ['offers'], summary: 'One offer, read afresh' })
    .input(z.object({ deviceId }))
    .output(offerNowSchema)
    .errors({ OFFER_NOT_FOUND }),
  /** Makes an offer or opens it again. Another share than before needs that no supporter is in. */
  set: member
    .route({ method: 'POST', path: '/offers/{deviceId}', tags: ['offers'], summary: 'Offer a share to supporters' })
    .input(z.object({ deviceId, shareBps: shareSchema }))
    .output(offerSchema)
    .errors({ DEVICE_NOT_FOUND, TIER_TOO_LOW, TERMS_LOCKED }),
  /** Takes no more coins. Those who are in stay under its terms. */
  close: member
    .route({ method: 'POST', path: '/offers/{deviceId}/close', tags: ['offers'], summary: 'Take no more supporters' })
    .input(z.object({ deviceId }))
    .output(offerSchema)
    .errors({ OFFER_NOT_FOUND }),
};
