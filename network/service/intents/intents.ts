/**
 * Intents from being asked to their end: the text is made and kept, the wallet's signature over exactly that text carries
 * it out once, and everybody who brings it again hears the first answer. Whoever asks is an owner; that was seen to.
 */
import { randomUUID } from 'node:crypto';
import type { IntentResult } from '../../../shared/contract/network/intents.ts';
import { type IntentFacts, type IntentProspect, intentLifetimeMs } from '../../../shared/domain/intents/facts.ts';
import { intentText } from '../../../shared/domain/intents/intent-text.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { countedStake, heldBy } from '../../../shared/domain/staking/position.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { balanceOf } from '../../store/ledger.ts';
import { readPosition } from '../../store/position.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { walletOf } from '../wallets/wallets.ts';
import { type ActionJudgement, type ActionRefusal, type AskedMove, type Move, refusal } from './action.ts';
import { allActions } from './actions/all-actions.ts';

export type Prepared =
  | { readonly kind: 'prepared'; readonly text: string; readonly facts: IntentFacts }
  | { readonly kind: 'no_device' }
  | { readonly kind: 'refused'; readonly refusal: ActionRefusal };

/** The first answer to a signature, as it is kept. */
type Outcome =
  | { readonly kind: 'done'; readonly result: IntentResult }
  | { readonly kind: 'refused'; readonly refusal: ActionRefusal }
  | { readonly kind: 'outdated' };

export type Signed =
  | Outcome
  | { readonly kind: 'not_found' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'no_wallet' }
  | { readonly kind: 'wrong_signature' };

/** @returns null when there is none that the account may make this move on */
const deviceFor = async (trx: Trx, accountId: string, { action, deviceId }: AskedMove): Promise<Device | null> => {
  const device = await trx.selectFrom('devices').selectAll().where('id', '=', deviceId).executeTakeFirst();
  if (device === undefined) return null;
  return device.accountId === accountId || allActions[action].isForAnyDevice ? device : null;
};

const judge = (
  trx: Trx,
  network: Network,
  { accountId, device, intentId }: Pick<Move, 'accountId' | 'device' | 'intentId'>,
  { action, amount, to }: AskedMove,
): Promise<ActionJudgement> => {
  const { pausedAs, judge: judgeMove } = allActions[action];
  const until = network.records.pauseOf(pausedAs, network.clock.now());
  if (until !== null)
    return Promise.resolve({ kind: 'refused', refusal: refusal('ACTION_PAUSED', { action: pausedAs, until }) });
  return judgeMove(trx, network, { intentId, accountId, device, amount, to });
};

export const prepareIntent = (network: Network, accountId: string, asked: AskedMove): Promise<Prepared> =>
  inTransaction(network.db, async (trx): Promise<Prepared> => {
    const device = await deviceFor(trx, accountId, asked);
    if (device === null) return { kind: 'no_device' };
    const intentId = randomUUID();
    const judged = await judge(trx, network, { accountId, device, intentId }, asked);
    if (judged.kind === 'refused') return judged;
    const createdAt = network.clock.now();
    const facts: IntentFacts = {
      ...judged.prospect,
      intentId,
      action: asked.action,
      network: network.parameters.name,
      networkKey: network.keys.publicKey,
      accountId,
      deviceId: device.id,
      amount: judged.amount,
      expiresAt: createdAt + intentLifetimeMs,
    };
    const text = intentText(facts);
    await trx
      .insertInto('intents')
      .values({
        id: intentId,
        accountId,
        deviceId: device.id,
        asked: exactJson(asked),
        facts: exactJson(facts),
        text,
        createdAt,
        expiresAt: facts.expiresAt,
        state: 'open',
        endedAt: null,
        signature: null,
        outcome: null,
      })
      .execute();
    return { kind: 'prepared', text, facts };
  });

/** The moment at which coins would be free moves with the clock; everything else must be as it was signed. */
const meaningOf = (prospect: IntentProspect): string => {
  const { risks, destination, ownAfter, deviceAfter, required, fee, endsEarning, shareBps } = prospect;
  const losses = risks.map(({ cause, bps, loss }) => [cause, bps, loss]);
  return exactJson([losses, destination, ownAfter, deviceAfter, required, fee, endsEarning, shareBps]);
};

const resultOf = async (
  trx: Trx,
  network: Network,
  { accountId, device }: Pick<Move, 'accountId' | 'device'>,
  done: Pick<IntentResult, 'intentId' | 'amount' | 'freeAt'>,
): Promise<IntentResult> => {
  const position = await readPosition(trx, device);
  return {
    ...done,
    doneAt: network.clock.now(),
    own: heldBy(position, accountId).toString(),
    staked: countedStake(position).toString(),
    wallet: (await balanceOf(trx, wallet(accountId))).toString(),
  };
};

const carryOut = async (
  trx: Trx,
  network: Network,
  device: Device,
  asked: AskedMove,
  signed: IntentFacts,
): Promise<Outcome> => {
  const { intentId, accountId, amount } = signed;
  const judged = await judge(trx, network, { accountId, device, intentId }, { ...asked, amount });
  if (judged.kind === 'refused') return judged;
  if (meaningOf(judged.prospect) !== meaningOf(signed)) return { kind: 'outdated' };
  const move = { intentId, accountId, device, amount, to: asked.to };
  const freeAt = await allActions[asked.action].carryOut(trx, network, move);
  const result = await resultOf(trx, network, move, { intentId, amount: amount.toString(), freeAt });
  return { kind: 'done', result };
};

/** A signature that is wrong costs nothing: the intent stays open for the right one. */
export const signIntent = (
  network: Network,
  accountId: string,
  { intentId, signature }: { readonly intentId: string; readonly signature: string },
): Promise<Signed> =>
  inTransaction(network.db, async (trx): Promise<Signed> => {
    const intent = await trx
      .selectFrom('intents')
      .selectAll()
      .where('id', '=', intentId)
      .where('accountId', '=', accountId)
      .executeTakeFirst();
    if (intent === undefined) return { kind: 'not_found' };
    if (intent.outcome !== null) return intent.outcome as Outcome;
    const now = network.clock.now();
    if (now > intent.expiresAt) return { kind: 'expired' };
    const { walletKey } = await walletOf(trx, accountId);
    if (walletKey === null) return { kind: 'no_wallet' };
    if (!isSignedBy(walletKey, intent.text, Buffer.from(signature, 'base64url'))) return { kind: 'wrong_signature' };
    const asked = readExactJson<AskedMove>(intent.asked);
    const device = await deviceFor(trx, accountId, asked);
    if (device === null) return { kind: 'not_found' };
    const outcome = await carryOut(trx, network, device, asked, readExactJson<IntentFacts>(intent.facts));
    const ended = await trx
      .updateTable('intents')
      .set({
        state: outcome.kind === 'done' ? 'done' : 'refused',
        endedAt: now,
        signature,
        outcome: JSON.stringify(outcome),
      })
      .where('id', '=', intentId)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (ended.numUpdatedRows !== 1n) throw new Error(`intent ${intentId} ended twice`);
    return outcome;
  });

/** Texts that nobody signed in time are of no use to anybody. */
export const forgetUnsigned = async ({ db, clock }: Pick<Network, 'db' | 'clock'>): Promise<void> => {
  await db
    .deleteFrom('intents')
    .where('state', '=', 'open')
    .where('expiresAt', '<', clock.now() - intentLifetimeMs)
    .execute();
};
