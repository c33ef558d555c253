/**
 * The wallet of an account: the key and the address that it has, and the changes that wait. A first one is taken at once;
 * every other waits its hours, however it was signed, and the account is told of each step. It moves no coins.
 */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { walletCancelMessage, walletChangeMessage } from '../../../shared/domain/signing/messages.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { WalletChangeKind, WalletChangeTable } from '../../store/tables/wallets.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { tellAccount } from '../accounts/notices.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Network } from '../network.ts';

type WalletChange = Selectable<WalletChangeTable>;

export interface Wallet {
  readonly walletKey: string | null;
  readonly payoutAddress: string | null;
}

export const walletOf = (trx: Trx, accountId: string): Promise<Wallet> =>
  trx
    .selectFrom('accounts')
    .select(['walletKey', 'payoutAddress'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();

/** Oldest first. */
export const waitingChanges = (trx: Trx, accountId: string): Promise<WalletChange[]> =>
  trx
    .selectFrom('walletChanges')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('state', '=', 'waiting')
    .orderBy('number')
    .execute();

/** Until when the account's payouts and claims wait; null: they do not. */
export const heldUntil = async (trx: Trx, accountId: string): Promise<EpochMs | null> => {
  const waiting = await waitingChanges(trx, accountId);
  return waiting.length === 0 ? null : Math.max(...waiting.map(({ effectiveAt }) => effectiveAt));
};

/** Accounts whose payouts wait. */
export const heldAccounts = async (trx: Trx): Promise<ReadonlySet<string>> => {
  const rows = await trx
    .selectFrom('walletChanges')
    .select('accountId')
    .distinct()
    .where('state', '=', 'waiting')
    .execute();
  return new Set(rows.map(({ accountId }) => accountId));
};

const nextNumber = async (trx: Trx, accountId: string): Promise<number> => {
  const row = await trx
    .selectFrom('walletChanges')
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
};

export const describeWallet = async (trx: Trx, accountId: string) => ({
  ...(await walletOf(trx, accountId)),
  nextChange: await nextNumber(trx, accountId),
  waiting: (await waitingChanges(trx, accountId)).map(shownChange),
});

export const shownChange = ({ id, kind, value, askedAt, askedBy, effectiveAt, isSigned }: WalletChange) => ({
  id,
  kind,
  value,
  askedAt,
  askedBy,
  effectiveAt,
  isSigned,
});

const put = async (trx: Trx, accountId: string, kind: WalletChangeKind, value: string): Promise<void> => {
  await trx
    .updateTable('accounts')
    .set(kind === 'wallet_key' ? { walletKey: value } : { payoutAddress: value })
    .where('id', '=', accountId)
    .execute();
};

/** Who speaks for devices or accounts must not move coins with the same key. */
const keyRefusal = async (trx: Trx, publicKey: string): Promise<'KEY_IS_DEVICES' | 'KEY_TAKEN' | null> => {
  const device = await trx.selectFrom('devices').select('id').where('publicKey', '=', publicKey).executeTakeFirst();
  if (device !== undefined) return 'KEY_IS_DEVICES';
  const member = await trx
    .selectFrom('members')
    .select('publicKey')
    .where('publicKey', '=', publicKey)
    .executeTakeFirst();
  return member === undefined ? null : 'KEY_TAKEN';
};

export interface AskedChange {
  readonly accountId: string;
  /** Key of the owner who asks. */
  readonly askedBy: string;
  readonly kind: WalletChangeKind;
  readonly value: string;
  /** By the new key, where one is named. */
  readonly ownSignature: string | null;
  /** By the wallet that is there. */
  readonly walletSignature: string | null;
}

export type ChangeRefusal =
  | { readonly code: 'WALLET_SIGNATURE_WRONG'; readonly whose: 'wallet' | 'new_key' }
  | { readonly code: 'WALLET_CHANGE_PENDING'; readonly until: EpochMs }
  | { readonly code: 'KEY_IS_DEVICES' }
  | { readonly code: 'KEY_TAKEN' };

const isSigned = (key: string, message: string, signature: string | null): boolean =>
  signature !== null && isSignedBy(key, message, Buffer.from(signature, 'base64url'));

/** @returns the refusal; null when it is done, waits, or is so already */
export const askChange = (
  network: Pick<Network, 'db' | 'clock' | 'parameters' | 'keys'>,
  asked: AskedChange,
): Promise<ChangeRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<ChangeRefusal | null> => {
    const { accountId, askedBy, kind, value } = asked;
    const { walletKey, payoutAddress } = await walletOf(trx, accountId);
    const current = kind === 'wallet_key' ? walletKey : payoutAddress;
    const pending = (await waitingChanges(trx, accountId)).find((change) => change.kind === kind);
    if (pending !== undefined) return { code: 'WALLET_CHANGE_PENDING', until: pending.effectiveAt };
    if (current === value) return null;
    const number = await nextNumber(trx, accountId);
    const message = walletChangeMessage({ networkKey: network.keys.publicKey, accountId, number, kind, value });
    if (kind === 'wallet_key') {
      const refusal = await keyRefusal(trx, value);
      if (refusal !== null) return { code: refusal };
      if (!isSigned(value, message, asked.ownSignature)) return { code: 'WALLET_SIGNATURE_WRONG', whose: 'new_key' };
    }
    const isAgreed = walletKey !== null && isSigned(walletKey, message, asked.walletSignature);
    // A signature that was brought must be right; a wallet that is lost brings none.
    if (asked.walletSignature !== null && !isAgreed) return { code: 'WALLET_SIGNATURE_WRONG', whose: 'wallet' };
    const isFirst = current === null;
    const askedAt = network.clock.now();
    const effectiveAt = isFirst
      ? askedAt
      : askedAt + networkHoursMs(network.parameters.walletHoldHours, network.parameters);
    await trx
      .insertInto('walletChanges')
      .values({
        id: randomUUID(),
        accountId,
        number,
        kind,
        value,
        askedAt,
        askedBy,
        effectiveAt,
        isSigned: isAgreed,
        state: isFirst ? 'made' : 'waiting',
        endedAt: isFirst ? askedAt : null,
        endedBy: null,
      })
      .execute();
    if (isFirst) await put(trx, accountId, kind, value);
    await tellAccount(trx, {
      accountId,
      at: askedAt,
      ...(isFirst
        ? { kind: 'wallet_set', facts: { kind, value, askedBy } }
        : { kind: 'wallet_change_asked', facts: { kind, value, askedBy, effectiveAt, isSigned: isAgreed } }),
    });
    return null;
  });

/** Owners may cancel what waits; the wallet, only what it did not agree to. */
const mayCancel = async (
  trx: Trx,
  networkKey: string,
  change: WalletChange,
  by: { readonly ownerOf: string | null; readonly walletSignature: string | null },
): Promise<boolean> => {
  const { id: changeId, accountId } = change;
  if (by.ownerOf === accountId) return true;
  const { walletKey } = await walletOf(trx, accountId);
  const message = walletCancelMessage({ networkKey, accountId, changeId });
  return walletKey !== null && !change.isSigned && isSigned(walletKey, message, by.walletSignature);
};

/**
 * @param asked.ownerOf  account that the key which asks owns; null: none
 * @returns since when; null when no such change waits, or it is none of the asker's business
 */
export const cancelChange = (
  { db, clock, keys }: Pick<Network, 'db' | 'clock' | 'keys'>,
  asked: {
    readonly changeId: string;
    readonly cancelledBy: string;
    readonly ownerOf: string | null;
    readonly walletSignature: string | null;
  },
): Promise<EpochMs | null> =>
  inTransaction(db, async (trx) => {
    const { changeId, cancelledBy } = asked;
    const change = await trx
      .selectFrom('walletChanges')
      .selectAll()
      .where('id', '=', changeId)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    if (change === undefined || !(await mayCancel(trx, keys.publicKey, change, asked))) return null;
    const at = clock.now();
    const { accountId, kind, value } = change;
    await trx
      .updateTable('walletChanges')
      .set({ state: 'cancelled', endedAt: at, endedBy: cancelledBy })
      .where('id', '=', changeId)
      .execute();
    await tellAccount(trx, { accountId, at, kind: 'wallet_change_cancelled', facts: { kind, value, cancelledBy } });
    return at;
  });

/** Makes every change whose hours are over. */
export const makeDueChanges = async ({ db, clock }: Pick<Network, 'db' | 'clock'>): Promise<void> => {
  const now = clock.now();
  const due = await db
    .selectFrom('walletChanges')
    .select('id')
    .where('state', '=', 'waiting')
    .where('effectiveAt', '<=', now)
    .orderBy('effectiveAt')
    .execute();
  for (const { id } of due) {
    await inTransaction(db, async (trx) => {
      const made = await trx
        .updateTable('walletChanges')
        .set({ state: 'made', endedAt: now })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .returning(['accountId', 'kind', 'value'])
        .executeTakeFirst();
      if (made === undefined) return;
      const { accountId, kind, value } = made;
      await put(trx, accountId, kind, value);
      await tellAccount(trx, { accountId, at: now, kind: 'wallet_change_made', facts: { kind, value } });
    });
  }
};
