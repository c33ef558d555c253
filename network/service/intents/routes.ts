/** The procedures of intents: an owner asks, the wallet's signature carries out. No device's key gets this far. */
import { ORPCError } from '@orpc/server';
import { intentRefusals } from '../../../shared/contract/network/intents.ts';
import { wireFacts } from '../../../shared/domain/intents/wire-facts.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import type { ActionRefusal } from './action.ts';
import { prepareIntent, signIntent } from './intents.ts';

const asError = ({ code, data }: ActionRefusal) => new ORPCError(code, { status: intentRefusals[code].status, data });

export const intentRoutes = ({ asOwner }: Callers, network: Network) => ({
  prepare: asOwner.intents.prepare.handler(async ({ input, context, errors }) => {
    const amount = input.amount === null ? null : inBaseUnits(BigInt(input.amount));
    const prepared = await prepareIntent(network, context.member.accountId, { ...input, amount });
    if (prepared.kind === 'no_device') throw errors.DEVICE_NOT_FOUND();
    if (prepared.kind === 'refused') throw asError(prepared.refusal);
    const { text, facts } = prepared;
    return { intentId: facts.intentId, text, expiresAt: facts.expiresAt, facts: wireFacts(facts) };
  }),
  sign: asOwner.intents.sign.handler(async ({ input, context, errors }) => {
    const signed = await signIntent(network, context.member.accountId, input);
    switch (signed.kind) {
      case 'done':
        return signed.result;
      case 'refused':
        throw asError(signed.refusal);
      case 'outdated':
        throw errors.INTENT_OUTDATED();
      case 'not_found':
        throw errors.INTENT_NOT_FOUND();
      case 'expired':
        throw errors.INTENT_EXPIRED();
      case 'no_wallet':
        throw errors.NO_WALLET();
      case 'wrong_signature':
        throw errors.WALLET_SIGNATURE_WRONG();
    }
  }),
});
