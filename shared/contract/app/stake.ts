/** Coins at stake: what is locked, what could be lost, and when it comes back. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { offences } from '../offences.ts';

export const riskSchema = z.object({
  offence: z.enum(offences),
  /** Share of the stake, in bps. */
  bps: z.number().int(),
  /** Base units that would be lost now, rounded up. */
  loss: z.bigint(),
});

export const stakeSchema = z.object({
  wallet: z.bigint(),
  staked: z.bigint(),
  required: z.bigint(),
  /** Most that may be staked on this device. */
  capacity: z.bigint(),
  cooldownMs: z.number().int(),
  cooling: z.array(z.object({ id: z.string(), amount: z.bigint(), askedAt: z.number(), freeAt: z.number() })),
  slashes: z.array(
    z.object({
      id: z.string(),
      offence: z.enum(offences),
      amount: z.bigint(),
      at: z.number(),
      appealUntil: z.number(),
      state: z.enum(['escrow', 'returned', 'executed']),
    }),
  ),
  risks: z.array(riskSchema),
  readAt: z.number().nullable(),
});
export type StakeState = z.infer<typeof stakeSchema>;

/** What a decision about coins means, worst case first. Nothing moves until it is confirmed. */
export const stakeQuoteSchema = z.object({
  /** Single use, 60 s. */
  confirmationId: z.string(),
  action: z.enum(['stake', 'unstake']),
  amount: z.bigint(),
  stakedAfter: z.bigint(),
  requiredAfter: z.bigint(),
  worstCase: z.bigint(),
  smallestLoss: riskSchema.nullable(),
  /** Earliest moment the coins are free again. */
  freeAt: z.number(),
  /** This device would stop earning. */
  endsEarning: z.boolean(),
  fee: z.bigint(),
  /** What is signed, line by line and to the last letter; every figure above is read from it. English, as it is signed. */
  text: z.array(z.string()),
  /** `external`: the owner's own wallet, which is asked in the system's browser. */
  signsWith: z.enum(['localnet', 'external']),
});
export type StakeQuote = z.infer<typeof stakeQuoteSchema>;

const amounts = z.object({ available: z.bigint() });

export const stakeContract = {
  prepare: oc
    .input(z.object({ action: z.enum(['stake', 'unstake']), amount: z.bigint().positive() }))
    .output(stakeQuoteSchema)
    .errors({
      NOT_JOINED: {},
      AMOUNT_TOO_LARGE: { data: amounts },
      STAKE_IN_USE: {},
      NETWORK_UNREACHABLE: { data: z.object({ address: z.string() }) },
    }),
  confirm: oc
    .input(z.object({ confirmationId: z.string() }))
    .output(z.object({ staked: z.bigint(), freeAt: z.number().nullable() }))
    .errors({
      CONFIRMATION_EXPIRED: {},
      /** It would mean something else by now. */
      INTENT_OUTDATED: {},
      AMOUNT_TOO_LARGE: { data: amounts },
      STAKE_IN_USE: {},
      NETWORK_UNREACHABLE: { data: z.object({ address: z.string() }) },
    }),
};
