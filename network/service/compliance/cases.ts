/**
 * Cases as they are on record, each of which moves only as the rules let it; the level follows in the same transaction as
 * the decision. It asks no provider.
 */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import {
  type CheckCase,
  type CheckStep,
  type ComplianceCheck,
  moveCheck,
} from '../../../shared/domain/compliance/check-case.ts';
import type { RejectionReason } from '../../../shared/domain/compliance/review.ts';
import type { ComplianceCaseTable } from '../../store/tables/compliance.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { filedOf, fileOf, relevel } from './levels.ts';

export type ComplianceCase = Selectable<ComplianceCaseTable>;

/** The network itself, for what it checks by a signature. */
export const ownProvider = 'network';

/** What a new case of this check would be; null when none may be begun now. */
export const newCase = async (
  trx: Trx,
  accountId: string,
  check: ComplianceCheck,
  now: number,
): Promise<CheckCase | null> => {
  const move = moveCheck((await fileOf(trx, accountId))[check] ?? { kind: 'none' }, { kind: 'submit' }, now);
  return move.kind === 'moved' ? move.filed : null;
};

/** @returns false when none may be begun now */
export const insertCase = async (
  trx: Trx,
  { clock }: Pick<Network, 'clock'>,
  asked: Pick<ComplianceCase, 'id' | 'accountId' | 'checkName' | 'provider'>,
): Promise<boolean> => {
  const now = clock.now();
  const filed = await newCase(trx, asked.accountId, asked.checkName, now);
  if (filed === null) return false;
  await trx
    .insertInto('complianceCases')
    .values({
      ...asked,
      state: 'submitted',
      beganAt: now,
      heldUntil: filed.kind === 'submitted' ? filed.heldUntil : null,
    })
    .execute();
  return true;
};

/** @returns false when it was decided before */
export const decideCase = async (
  trx: Trx,
  network: Pick<Network, 'clock' | 'parameters'>,
  caseId: string,
  verdict: Exclude<CheckStep, { kind: 'submit' }>,
  rejectedFor: RejectionReason | null,
): Promise<boolean> => {
  const row = await trx.selectFrom('complianceCases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  const now = network.clock.now();
  const move = moveCheck(filedOf(row), verdict, now);
  if (move.kind === 'refused' && move.reason === 'EXPIRY_PAST')
    // What has expired before it was told is no approval.
    return decideCase(trx, network, caseId, { kind: 'reject' }, 'document_expired');
  if (move.kind === 'refused') return false;
  await trx
    .updateTable('complianceCases')
    .set({
      state: move.filed.kind === 'approved' ? 'approved' : 'rejected',
      decidedAt: now,
      expiresAt: move.filed.kind === 'approved' ? move.filed.expiresAt : null,
      rejectedFor,
      handOffUrl: null,
    })
    .where('id', '=', caseId)
    .execute();
  await relevel(trx, network, row.accountId);
  return true;
};

/** A check that a signature settles at once and for good. @returns false when it holds already */
export const settleBySignature = (
  network: Pick<Network, 'db' | 'clock' | 'parameters'>,
  signed: {
    readonly accountId: string;
    readonly check: ComplianceCheck;
    readonly publicKey: string;
    readonly message: string;
    readonly signature: string;
  },
): Promise<boolean> =>
  inTransaction(network.db, async (trx) => {
    const { accountId, check, ...kept } = signed;
    const id = randomUUID();
    if (!(await insertCase(trx, network, { id, accountId, checkName: check, provider: ownProvider }))) return false;
    await trx
      .insertInto('complianceSignatures')
      .values({ caseId: id, ...kept })
      .execute();
    return decideCase(trx, network, id, { kind: 'approve', expiresAt: null }, null);
  });

/** @returns undefined for one that there is not, or that nobody reviews */
export const findCase = ({ db }: Pick<Network, 'db'>, caseId: string): Promise<ComplianceCase | undefined> =>
  db
    .selectFrom('complianceCases')
    .selectAll()
    .where('id', '=', caseId)
    .where('provider', '!=', ownProvider)
    .executeTakeFirst();

/** Oldest first. */
export const waitingCases = ({ db, compliance }: Pick<Network, 'db' | 'compliance'>): Promise<ComplianceCase[]> =>
  db
    .selectFrom('complianceCases')
    .selectAll()
    .where('state', '=', 'submitted')
    .where('provider', '=', compliance.name)
    .orderBy('seq')
    .execute();
