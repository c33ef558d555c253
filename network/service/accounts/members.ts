/** The keys that speak for an account, each with its role. A removed key stays on record and speaks for nobody. */
import type { Kysely, Selectable } from 'kysely';
import type { Role } from '../../../shared/domain/accounts/role.ts';
import type { Tables } from '../../store/schema.ts';
import type { MemberTable } from '../../store/tables/accounts.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export type Member = Selectable<MemberTable>;

/** @returns null for a key that speaks for no account, or no longer */
export const memberOfKey = async (db: Kysely<Tables>, publicKey: string): Promise<Member | null> => {
  const row = await db
    .selectFrom('members')
    .selectAll()
    .where('publicKey', '=', publicKey)
    .where('removedAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
};

/** Oldest first. */
export const membersOf = (db: Kysely<Tables>, accountId: string): Promise<Member[]> =>
  db
    .selectFrom('members')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('removedAt', 'is', null)
    .orderBy('addedAt')
    .orderBy('publicKey')
    .execute();

export type MemberRefusal = 'KEY_TAKEN' | 'KEY_IS_DEVICES' | 'LAST_OWNER' | 'MEMBER_NOT_FOUND';

const isDevicesKey = async (trx: Trx, publicKey: string): Promise<boolean> =>
  (await trx.selectFrom('devices').select('id').where('publicKey', '=', publicKey).executeTakeFirst()) !== undefined;

/** An account without an owner could never be spoken for again. */
const isLastOwner = async (trx: Trx, accountId: string, publicKey: string): Promise<boolean> => {
  const owners = (await membersOf(trx, accountId)).filter(({ role }) => role === 'owner');
  return owners.length === 1 && owners[0]?.publicKey === publicKey;
};

/** Writes a key in, or gives a known one of the same account its new role. @returns the refusal; null when it is done */
export const putMember = async (
  trx: Trx,
  member: {
    readonly accountId: string;
    readonly publicKey: string;
    readonly name: string;
    readonly role: Role;
    readonly at: number;
  },
): Promise<MemberRefusal | null> => {
  const { accountId, publicKey, name, role, at } = member;
  if (await isDevicesKey(trx, publicKey)) return 'KEY_IS_DEVICES';
  const known = await trx.selectFrom('members').selectAll().where('publicKey', '=', publicKey).executeTakeFirst();
  if (known !== undefined && known.accountId !== accountId) return 'KEY_TAKEN';
  if (role !== 'owner' && (await isLastOwner(trx, accountId, publicKey))) return 'LAST_OWNER';
  await trx
    .insertInto('members')
    .values({ publicKey, accountId, name, role, addedAt: at, removedAt: null })
    .onConflict((conflict) => conflict.column('publicKey').doUpdateSet({ name, role, removedAt: null }))
    .execute();
  return null;
};

/** @returns the refusal; null when it is done */
export const removeMember = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  accountId: string,
  publicKey: string,
): Promise<MemberRefusal | null> =>
  inTransaction(db, async (trx) => {
    if (await isLastOwner(trx, accountId, publicKey)) return 'LAST_OWNER';
    const removed = await trx
      .updateTable('members')
      .set({ removedAt: clock.now() })
      .where('accountId', '=', accountId)
      .where('publicKey', '=', publicKey)
      .where('removedAt', 'is', null)
      .executeTakeFirst();
    return removed.numUpdatedRows === 1n ? null : 'MEMBER_NOT_FOUND';
  });
