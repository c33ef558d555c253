/** Appeals: one for each slash, by an owner of the account whose device or validator it is, while its time runs. It decides none. */
import { randomUUID } from 'node:crypto';
import type { AppealGround } from '../../../shared/contract/network/court.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Member } from '../accounts/members.ts';
import type { Network } from '../network.ts';

export interface AppealText {
  readonly grounds: AppealGround;
  readonly text: string;
  readonly references: readonly string[];
}

export type AppealRefusal =
  | { readonly code: 'SLASH_NOT_FOUND' | 'ALREADY_APPEALED' }
  | { readonly code: 'APPEAL_LATE'; readonly until: EpochMs };

/** The slash of a device that is the account's own, or of the account as a validator. */
export const ownSlash = (trx: Trx, accountId: string, slashId: string) =>
  trx
    .selectFrom('slashes')
    .leftJoin('devices', 'devices.id', 'slashes.deviceId')
    .leftJoin('validators', 'validators.id', 'slashes.validatorId')
    .selectAll('slashes')
    .where('slashes.id', '=', slashId)
    .where(({ eb, or }) => or([eb('devices.accountId', '=', accountId), eb('validators.accountId', '=', accountId)]))
    .executeTakeFirst();

export const appealOf = (trx: Trx, slashId: string) =>
  trx.selectFrom('appeals').selectAll().where('slashId', '=', slashId).executeTakeFirst();

/** @returns the refusal; null when it is filed, or the same was filed before */
export const fileAppeal = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  { accountId, publicKey }: Pick<Member, 'accountId' | 'publicKey'>,
  slashId: string,
  { grounds, text, references }: AppealText,
): Promise<AppealRefusal | null> =>
  inTransaction(db, async (trx) => {
    const slash = await ownSlash(trx, accountId, slashId);
    if (slash === undefined) return { code: 'SLASH_NOT_FOUND' };
    const refs = JSON.stringify(references);
    const filed = await appealOf(trx, slashId);
    if (filed !== undefined) {
      const isSame = filed.grounds === grounds && filed.text === text && JSON.stringify(filed.refs) === refs;
      return isSame ? null : { code: 'ALREADY_APPEALED' };
    }
    const now = clock.now();
    if (slash.state !== 'escrow' || slash.appealUntil <= now) return { code: 'APPEAL_LATE', until: slash.appealUntil };
    await trx
      .insertInto('appeals')
      .values({
        ...{ id: randomUUID(), slashId, accountId, publicKey, grounds, text, refs, at: now },
        ...{ state: 'open', decidedAt: null, decidedBy: null, reason: null },
      })
      .execute();
    return null;
  });
