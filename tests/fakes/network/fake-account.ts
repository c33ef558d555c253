/**
 * The fake network's account: one owner, one wallet, and intents whose texts are made by the real rules and signed for
 * real. It keeps no ledger: what is signed is only written down.
 */
import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { type IntentFacts, intentLifetimeMs } from '../../../shared/domain/intents/facts.ts';
import { intentText } from '../../../shared/domain/intents/intent-text.ts';
import { type Holding, stakeProspect, unstakeProspect } from '../../../shared/domain/intents/prospect.ts';
import { wireFacts } from '../../../shared/domain/intents/wire-facts.ts';
import { ownerMessage, walletChangeMessage } from '../../../shared/domain/signing/messages.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import type { FakeBase } from './fake-api.ts';
import type { FakeState } from './fake-network.ts';
import { isSignedBy } from './signed-by.ts';

/** Of a device that has at stake what is required. */
export const standing: FakeState['standing'] = {
  wallet: '500',
  staked: '100',
  ownStaked: '100',
  required: '100',
  capacity: '1000',
  cooldownMs: 1_000,
  cooling: [],
  slashes: [],
  risks: [{ offence: 'O7', bps: 10_000, loss: '100' }],
};

const units = (text: string): BaseUnits => inBaseUnits(BigInt(text));

const holdingOf = ({ ownStaked, staked, required, cooldownMs }: FakeState['standing']): Holding => ({
  own: units(ownStaked),
  counted: units(staked),
  cooling: inBaseUnits(0n),
  required: units(required),
  shares: [{ cause: 'O7', bps: 10_000 }],
  cooldownMs,
});

export const createFakeAccount = ({ signed, asDevice }: FakeBase, state: FakeState, networkKey: string) => {
  const now = (): number => Date.now() + state.aheadMs;
  const asOwner = signed.use(({ context, next }) => {
    if (context.publicKey !== state.ownerKey) throw new ORPCError('NO_ACCOUNT', { status: 403 });
    return next();
  });
  const intents = new Map<string, { facts: IntentFacts; text: string }>();
  const wallet = () => ({
    walletKey: state.walletKey,
    payoutAddress: null,
    nextChange: 1,
    waiting: [],
  });
  const isBy = (key: string, text: string, signature: string): boolean =>
    isSignedBy(key, text, Buffer.from(signature, 'base64url'));

  return {
    accounts: {
      adopt: asDevice.accounts.adopt.handler(({ input, errors }) => {
        if (!isBy(input.ownerKey, ownerMessage('account', input.ownerKey), input.ownerSignature))
          throw errors.OWNER_SIGNATURE_WRONG();
        if (state.ownerKey !== null && state.ownerKey !== input.ownerKey) throw errors.ACCOUNT_OWNED();
        state.ownerKey = input.ownerKey;
        return {
          id: 'account',
          name: input.name,
          openedAt: 0,
          role: 'owner' as const,
          complianceLevel: 1,
          wallet: '500',
          members: [],
          walletChanges: [],
          deviceCount: 1,
        };
      }),
    },
    wallet: {
      current: asOwner.wallet.current.handler(wallet),
      change: asOwner.wallet.change.handler(({ input, errors }) => {
        if (input.kind !== 'wallet_key') throw new ORPCError('NOT_IMPLEMENTED');
        const { kind, value } = input;
        const text = walletChangeMessage({ networkKey, accountId: 'account', number: 1, kind, value });
        if (!isBy(value, text, input.ownSignature)) throw errors.WALLET_SIGNATURE_WRONG({ data: { whose: 'new_key' } });
        state.walletKey ??= value;
        return wallet();
      }),
    },
    intents: {
      prepare: asOwner.intents.prepare.handler(({ input, errors }) => {
        const amount = inBaseUnits(BigInt(input.amount ?? 0));
        const verdict = state.stakes(amount);
        if (verdict === 'too_large') throw errors.AMOUNT_TOO_LARGE({ data: { available: '500' } });
        if (verdict === 'in_use') throw errors.STAKE_IN_USE();
        const prospectOf = input.action === 'unstake' ? unstakeProspect : stakeProspect;
        const intentId = randomUUID();
        const facts: IntentFacts = {
          ...prospectOf(holdingOf(state.standing), amount, now()),
          intentId,
          action: input.action,
          network: 'Fake',
          networkKey,
          accountId: 'account',
          deviceId: input.deviceId,
          amount,
          expiresAt: now() + intentLifetimeMs,
          ...state.lies,
        };
        const text = state.altersText(intentText(facts));
        intents.set(intentId, { facts, text });
        return { intentId, text, expiresAt: facts.expiresAt, facts: wireFacts(facts) };
      }),
      sign: asOwner.intents.sign.handler(({ input, errors }) => {
        const intent = intents.get(input.intentId);
        if (intent === undefined) throw errors.INTENT_NOT_FOUND();
        if (state.walletKey === null) throw errors.NO_WALLET();
        if (!isBy(state.walletKey, intent.text, input.signature)) throw errors.WALLET_SIGNATURE_WRONG();
        const end = state.ends(input.intentId);
        if (end === 'expired') throw errors.INTENT_EXPIRED();
        if (end === 'outdated') throw errors.INTENT_OUTDATED();
        const { action, amount, freeAt, intentId } = intent.facts;
        state.moves.push({ action, amount: amount.toString(), intentId });
        return {
          intentId,
          doneAt: now(),
          amount: amount.toString(),
          own: intent.facts.ownAfter.toString(),
          staked: intent.facts.deviceAfter.toString(),
          wallet: '500',
          freeAt: action === 'unstake' ? freeAt : null,
        };
      }),
    },
  };
};
