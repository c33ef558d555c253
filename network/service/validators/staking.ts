/**
 * A validator's coins: locked as it registers or fills up, all asked back as it leaves, and free once they have cooled.
 * Each move carries the wallet's signature over the move itself, and is made once under its id.
 */
import { randomUUID } from 'node:crypto';
import { validatorStakeNeeded } from '../../../shared/domain/committees/validator.ts';
import { validatorStakeOf, wallet } from '../../../shared/domain/ledger/account.ts';
import {
  validatorReleaseTransfer,
  validatorStakeTransfer,
  validatorUnstakeTransfer,
} from '../../../shared/domain/ledger/validator-transfers.ts';
import { validatorMoveMessage } from '../../../shared/domain/signing/messages.ts';
import { cooledEntries, unstakeCoins, withdrawCooled } from '../../../shared/domain/staking/position.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { balanceOf, post, wasPosted } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { keepValidatorPosition, readValidatorPosition } from '../../store/validator-position.ts';
import type { Member } from '../accounts/members.ts';
import { isSignedBy } from '../api/ed25519.ts';
import { sittingsOf } from '../court/committees.ts';
import type { Network } from '../network.ts';
import { walletOf } from '../wallets/wallets.ts';
import { type CandidacyRefusal, refusalOfCandidacy } from './candidacy.ts';
import { type Validator, validatorOf } from './validators.ts';

type Rules = Pick<Network, 'db' | 'parameters' | 'clock' | 'keys'>;

interface SignedMove {
  readonly moveId: string;
  /** The wallet's, base64url. */
  readonly signature: string;
}

type WalletRefusal = 'NO_WALLET' | 'WALLET_SIGNATURE_WRONG';

export type StakingRefusal =
  | { readonly code: WalletRefusal | Exclude<CandidacyRefusal, 'STAKE_TOO_LOW'> }
  | { readonly code: 'STAKE_TOO_LOW'; readonly needed: BaseUnits }
  | { readonly code: 'NOT_ENOUGH_COINS'; readonly needed: BaseUnits; readonly available: BaseUnits };

export type LeavingRefusal = { readonly code: WalletRefusal | 'NOT_A_VALIDATOR' | 'STAKE_IN_USE' };

/** A wallet's word for one move; a wrong one costs nothing. */
const walletRefusal = async (
  trx: Trx,
  { keys }: Pick<Network, 'keys'>,
  asked: SignedMove & { readonly accountId: string; readonly move: 'stake' | 'leave'; readonly amount: string },
): Promise<WalletRefusal | null> => {
  const { walletKey } = await walletOf(trx, asked.accountId);
  if (walletKey === null) return 'NO_WALLET';
  const message = validatorMoveMessage({ ...asked, networkKey: keys.publicKey });
  return isSignedBy(walletKey, message, Buffer.from(asked.signature, 'base64url')) ? null : 'WALLET_SIGNATURE_WRONG';
};

/** The row of an account that is a validator from now on, under this key and at this address. */
const register = async (
  trx: Trx,
  { accountId, publicKey }: Pick<Member, 'accountId' | 'publicKey'>,
  known: Validator | undefined,
  seen: { readonly address: string; readonly at: number },
): Promise<string> => {
  const { address, at } = seen;
  if (known === undefined) {
    const id = `v${randomUUID()}`;
    await trx
      .insertInto('validators')
      .values({ id, accountId, publicKey, address, registeredAt: at, leftAt: null })
      .execute();
    return id;
  }
  await trx
    .updateTable('validators')
    // Whoever had left is the last in line again.
    .set({ publicKey, address, leftAt: null, ...(known.leftAt === null ? {} : { registeredAt: at }) })
    .where('id', '=', known.id)
    .execute();
  return known.id;
};

const stakeNow = async (trx: Trx, known: Validator | undefined): Promise<BaseUnits> =>
  known === undefined ? noCoins : balanceOf(trx, validatorStakeOf(known.id));

/** Locks coins, and registers the account where it is no validator. @returns the refusal; null when it is done */
export const stakeAsValidator = (
  network: Rules,
  member: Pick<Member, 'accountId' | 'publicKey'>,
  address: string,
  asked: SignedMove & { readonly amount: BaseUnits },
): Promise<StakingRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<StakingRefusal | null> => {
    const { accountId } = member;
    const { moveId, amount } = asked;
    const refused = await walletRefusal(trx, network, {
      ...{ ...asked, accountId, move: 'stake', amount: amount.toString() },
    });
    if (refused !== null) return { code: refused };
    const stakeId = `${accountId}.${moveId}`;
    if (await wasPosted(trx, `validator_stake:${stakeId}`)) return null;
    const known = await validatorOf(trx, accountId);
    const stake = inBaseUnits((await stakeNow(trx, known)) + amount);
    const refusal = await refusalOfCandidacy(trx, network, { accountId, address, stake });
    if (refusal === 'STAKE_TOO_LOW') return { code: refusal, needed: validatorStakeNeeded };
    if (refusal !== null) return { code: refusal };
    const available = await balanceOf(trx, wallet(accountId));
    if (available < amount) return { code: 'NOT_ENOUGH_COINS', needed: amount, available };
    const at = network.clock.now();
    const validatorId = await register(trx, member, known, { address, at });
    const transfer = validatorStakeTransfer({ stakeId, validatorId, accountId, amount });
    await post(trx, transfer, { deviceId: null, epoch: null, at });
    return null;
  });

/**
 * Gives the seat up and begins the cooldown of everything that is at stake. Whoever sits on a committee stays until it has
 * decided: coins that cool before an offence would be out of its reach.
 */
export const leaveAsValidator = (
  network: Rules,
  accountId: string,
  asked: SignedMove,
): Promise<LeavingRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<LeavingRefusal | null> => {
    const refused = await walletRefusal(trx, network, { ...asked, accountId, move: 'leave', amount: 'all' });
    if (refused !== null) return { code: refused };
    const validator = await validatorOf(trx, accountId);
    if (validator === undefined) return { code: 'NOT_A_VALIDATOR' };
    if (validator.leftAt !== null) return null;
    if ((await sittingsOf(trx, accountId)).length > 0) return { code: 'STAKE_IN_USE' };
    const now = network.clock.now();
    await trx.updateTable('validators').set({ leftAt: now }).where('id', '=', validator.id).execute();
    const before = await readValidatorPosition(trx, validator);
    if (before.owner === 0n) return null;
    const exit = { id: `${accountId}.${asked.moveId}`, amount: before.owner, now, isHired: false };
    const move = unstakeCoins(before, exit, network.parameters);
    if (move.kind === 'refused') throw new Error(`a validator's exit was refused with ${move.refusal.code}`);
    for (const entry of move.position.cooling.filter(({ id }) => id === exit.id))
      await post(trx, validatorUnstakeTransfer(validator.id, entry), { deviceId: null, epoch: null, at: now });
    await keepValidatorPosition(trx, before, move.position, now);
    return null;
  });

/** Gives back what has cooled, to every validator. */
export const releaseCooledValidators = async ({ db, clock }: Pick<Network, 'db' | 'clock'>): Promise<void> => {
  const now = clock.now();
  const due = await db
    .selectFrom('validatorCooling')
    .innerJoin('validators', 'validators.id', 'validatorCooling.validatorId')
    .select(['validators.id', 'validators.accountId'])
    .distinct()
    .where('endedAt', 'is', null)
    .where('freeAt', '<=', now)
    .execute();
  for (const validator of due)
    await inTransaction(db, async (trx) => {
      for (const entry of cooledEntries(await readValidatorPosition(trx, validator), now)) {
        const before = await readValidatorPosition(trx, validator);
        const move = withdrawCooled(before, entry.id, now);
        if (move.kind === 'refused') continue;
        await post(trx, validatorReleaseTransfer(validator.id, entry), { deviceId: null, epoch: null, at: now });
        await keepValidatorPosition(trx, before, move.position, now);
      }
    });
};
