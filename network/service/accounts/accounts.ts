/**
 * Accounts as the network keeps them: opened by a key, or made with a device and given an owner later. What stands in
 * the ledger under an account is not changed here.
 */
import { createHash } from 'node:crypto';
import type { NetworkAccount } from '../../../shared/contract/network/accounts.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { grantTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { ownerMessage } from '../../../shared/domain/signing/messages.ts';
import { inTurn } from '../../store/in-turn.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { isSignedBy } from '../api/ed25519.ts';
import { keepReferral, referrerOf } from '../astronaut/referrals.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { shownChange, waitingChanges } from '../wallets/wallets.ts';
import { type Member, type MemberRefusal, memberOfKey, membersOf, putMember } from './members.ts';

/** Follows from the key, so that opening twice can make no second account. */
const accountIdOf = (publicKey: string): string =>
  `a${createHash('sha256').update(`perigee-account\n${publicKey}`).digest('hex').slice(0, 24)}`;

/** Makes an account where there is none of this id. */
export const makeAccount = async (
  trx: Trx,
  { parameters, clock }: Pick<Network, 'parameters' | 'clock'>,
  account: { readonly id: string; readonly name: string },
): Promise<void> => {
  await trx
    .insertInto('accounts')
    .values({ ...account, openedAt: clock.now(), complianceLevel: parameters.complianceOnJoin })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
};

export const describeAccount = (network: Pick<Network, 'db'>, member: Member): Promise<NetworkAccount> =>
  inTransaction(network.db, async (trx) => {
    const { accountId, role } = member;
    const account = await trx.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow();
    const { count } = await trx
      .selectFrom('devices')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('accountId', '=', accountId)
      .executeTakeFirstOrThrow();
    return {
      id: accountId,
      name: account.name,
      openedAt: account.openedAt,
      role,
      complianceLevel: account.complianceLevel,
      wallet: (await balanceOf(trx, wallet(accountId))).toString(),
      members: (await membersOf(trx, accountId)).map(({ publicKey, name, role, addedAt }) => ({
        publicKey,
        name,
        role,
        addedAt,
      })),
      walletChanges: (await waitingChanges(trx, accountId)).map(shownChange),
      deviceCount: Number(count),
    };
  });

interface AskedAccount {
  readonly publicKey: string;
  readonly name: string;
  readonly referral: string | null;
}

type OpenRefusal = 'KEY_IS_DEVICES' | 'KEY_REVOKED' | 'REFERRAL_UNKNOWN';

/**
 * Opens an account for a key, or finds the one that it speaks for. A new one gets its grant of play coins, which come out of
 * one account of the ledger.
 */
export const openAccount = (network: Network, asked: AskedAccount): Promise<OpenRefusal | Member> =>
  inTurn(network.db, () => openIn(network, asked));

const openIn = (network: Network, asked: AskedAccount): Promise<OpenRefusal | Member> =>
  inTransaction(network.db, async (trx): Promise<OpenRefusal | Member> => {
    const { publicKey, name, referral } = asked;
    const known = await memberOfKey(trx, publicKey);
    if (known !== null) return known;
    const id = accountIdOf(publicKey);
    const removed = await trx
      .selectFrom('members')
      .select('publicKey')
      .where('publicKey', '=', publicKey)
      .executeTakeFirst();
    if (removed !== undefined) return 'KEY_REVOKED';
    const referrerId = referral === null ? null : await referrerOf(trx, referral);
    if (referral !== null && referrerId === null) return 'REFERRAL_UNKNOWN';
    const at = network.clock.now();
    await makeAccount(trx, network, { id, name });
    const refusal = await putMember(trx, { accountId: id, publicKey, name, role: 'owner', at });
    if (refusal === 'KEY_IS_DEVICES') return refusal;
    if (referrerId !== null) await keepReferral(trx, { accountId: id, referrerId, at });
    const grant = grantTransfer({ grantId: id, accountId: id, amount: network.parameters.grant });
    await post(trx, grant, { deviceId: null, epoch: null, at });
    const member = await memberOfKey(trx, publicKey);
    if (member === null) throw new Error(`the owner of ${id} was not kept`);
    return member;
  });

export type AdoptRefusal = MemberRefusal | 'ACCOUNT_OWNED' | 'OWNER_SIGNATURE_WRONG';

/** Gives a device's own account its first owner. Asked again with the same key it says the same. */
export const adoptAccount = (
  network: Pick<Network, 'db' | 'clock'>,
  device: Device,
  asked: { readonly ownerKey: string; readonly name: string; readonly ownerSignature: string },
): Promise<AdoptRefusal | Member> =>
  inTransaction(network.db, async (trx): Promise<AdoptRefusal | Member> => {
    const { accountId } = device;
    const { ownerKey, name } = asked;
    const signature = Buffer.from(asked.ownerSignature, 'base64url');
    if (!isSignedBy(ownerKey, ownerMessage(accountId, ownerKey), signature)) return 'OWNER_SIGNATURE_WRONG';
    const owners = (await membersOf(trx, accountId)).filter(({ role }) => role === 'owner');
    const already = owners.find(({ publicKey }) => publicKey === ownerKey);
    if (already !== undefined) return already;
    if (owners.length > 0) return 'ACCOUNT_OWNED';
    const refusal = await putMember(trx, {
      accountId,
      publicKey: ownerKey,
      name,
      role: 'owner',
      at: network.clock.now(),
    });
    if (refusal !== null) return refusal;
    const member = await memberOfKey(trx, ownerKey);
    if (member === null) throw new Error(`the owner of ${accountId} was not kept`);
    return member;
  });
