/** Tokens by which a fleet's devices come into its account: told once, kept as a hash, good for so many uses and hours. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type Registrar = Pick<Network, 'db' | 'clock' | 'parameters'>;

export interface Enrolment {
  id: string;
  usesLeft: number;
  createdAt: number;
  expiresAt: number;
}

const hashOf = (token: string): string => createHash('sha256').update(`perigee-enrolment\n${token}`).digest('hex');

export const createEnrolment = async (
  { db, clock, parameters }: Registrar,
  accountId: string,
  { uses, validHours }: { readonly uses: number; readonly validHours: number },
): Promise<Enrolment & { token: string }> => {
  const token = randomBytes(24).toString('base64url');
  const createdAt = clock.now();
  const enrolment = {
    id: randomUUID(),
    usesLeft: uses,
    createdAt,
    expiresAt: createdAt + networkHoursMs(validHours, parameters),
  };
  await db
    .insertInto('enrolments')
    .values({ ...enrolment, accountId, tokenSha256: hashOf(token) })
    .execute();
  return { ...enrolment, token };
};

/** Those that still let a device in, newest first. */
export const enrolmentsOf = ({ db, clock }: Pick<Registrar, 'db' | 'clock'>, accountId: string): Promise<Enrolment[]> =>
  db
    .selectFrom('enrolments')
    .select(['id', 'usesLeft', 'createdAt', 'expiresAt'])
    .where('accountId', '=', accountId)
    .where('usesLeft', '>', 0)
    .where('expiresAt', '>', clock.now())
    .orderBy('createdAt', 'desc')
    .execute();

export const revokeEnrolment = async ({ db }: Pick<Registrar, 'db'>, accountId: string, id: string): Promise<void> => {
  await db
    .updateTable('enrolments')
    .set({ usesLeft: 0 })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .execute();
};

/** Uses a token once. @returns the account that it lets into; null for one that is unknown, used up or too old */
export const spendEnrolment = async (trx: Trx, token: string, now: number): Promise<string | null> => {
  const spent = await trx
    .updateTable('enrolments')
    .set(({ eb }) => ({ usesLeft: eb('usesLeft', '-', 1) }))
    .where('tokenSha256', '=', hashOf(token))
    .where('usesLeft', '>', 0)
    .where('expiresAt', '>', now)
    .returning('accountId')
    .executeTakeFirst();
  return spent?.accountId ?? null;
};
