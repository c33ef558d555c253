/**
 * The fake network's account: one owner, one wallet, and intents whose texts are made by the real rules and signed for
 * real. It keeps no ledger: what is signed is only written down.
 */
import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { type IntentFacts, type IntentProspect, intentLifetimeMs } from '../../../shared/domain/intents/facts.ts';
import { intentText } from '../../../shared/domain/intents/intent-text.ts';
import { type Holding, stakeProspect, unstakeProspect } from '../../../shared/domain/intents/prospect.ts';
import { type Backing, leaveProspect, supportProspect } from '../../../shared/domain/intents/support-prospect.ts';
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

/** Of somebody else's device, which this account supports a little. */
export const offer: FakeState['offer'] = {
  ...{ deviceId: 'others', shareBps: 3_000, isOpen: true, class: 'h100', count: 8, tier: 'gold', uptimeBps: 9_900 },
  ...{ required: '250', staked: '500', ownStaked: '300', capacity: '1000', room: '100' },
  ...{ supporters: 2, placesLeft: 14, recentSlashes: 0, readAt: 0, noticeMs: 500, cooldownMs: 1_000 },
  shares: [
    { offence: 'O7', bps: 10_000 },
    { offence: 'O5', bps: 5_000 },
  ],
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

const backingOf = ({ offer: known, supported }: FakeState): Backing => ({
  held: inBaseUnits(supported),
  ownStaked: units(known.ownStaked),
  staked: units(known.staked),
  required: units(known.required),
  shareBps: known.shareBps,
  shares: known.shares,
  noticeMs: known.noticeMs,
  cooldownMs: known.cooldownMs,
});

const prospectOf = (
  state: FakeState,
  action: IntentFacts['action'],
  amount: BaseUnits,
  now: number,
): IntentProspect => {
  if (action === 'support') return supportProspect(backingOf(state), amount, now);
  if (action === 'leave') return leaveProspect(backingOf(state), now);
  return (action === 'unstake' ? unstakeProspect : stakeProspect)(holdingOf(state.standing), amount, now);
};

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
  const account = (name: string) => ({
    ...{ id: 'account', name, openedAt: 0, role: 'owner' as const, complianceLevel: 1, wallet: '500' },
    ...{ members: [], walletChanges: [], deviceCount: 1 },
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
        return account(input.name);
      }),
      me: asOwner.accounts.me.handler(() => account('account')),
    },
    offers: {
      list: signed.offers.list.handler(({ input }) =>
        input.after === undefined ? { offers: [state.offer], next: '1.others' } : { offers: [], next: null },
      ),
      read: signed.offers.read.handler(({ input, errors }) => {
        if (input.deviceId !== state.offer.deviceId) throw errors.OFFER_NOT_FOUND();
        return state.offer;
      }),
    },
    holdings: {
      positions: asOwner.holdings.positions.handler(({ input }) => {
        const { deviceId, class: className, count, staked: deviceStaked, required, capacity } = state.offer;
        const position = {
          ...{ deviceId, class: className, count, deviceStaked, required, capacity },
          ...{ role: 'supporter' as const, staked: state.supported.toString(), leavesAt: null, cooling: [] },
          ...{ overflow: '0', offer: state.offer, isCompounding: false, earned: '9', claimable: '4', risks: [] },
        };
        const own = { ...position, deviceId: 'own', role: 'owner' as const };
        return input.after === undefined
          ? { positions: [own], next: 'own' }
          : { positions: state.supported === 0n ? [] : [position], next: null };
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
        const amount = inBaseUnits(input.amount === null ? state.supported : BigInt(input.amount));
        const verdict = state.stakes(amount);
        if (verdict === 'too_large') throw errors.AMOUNT_TOO_LARGE({ data: { available: '500' } });
        if (verdict === 'in_use') throw errors.STAKE_IN_USE();
        if (verdict === 'too_many') throw errors.TOO_MANY_DEVICES({ data: { most: 2 } });
        const intentId = randomUUID();
        const facts: IntentFacts = {
          ...prospectOf(state, input.action, amount, now()),
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
          freeAt: action === 'unstake' || action === 'leave' ? freeAt : null,
        };
      }),
    },
  };
};
