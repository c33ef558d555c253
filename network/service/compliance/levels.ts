/**
 * The level of an account, as hours are scored by it: set anew whenever a case moves, and lowered when what it rests on
 * ends. Each change stands in the account's turns, without any word of why in somebody's life.
 */
import type { CheckCase, ComplianceCheck } from '../../../shared/domain/compliance/check-case.ts';
import { type ComplianceFile, complianceLevel, levelFallsAt } from '../../../shared/domain/compliance/level.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import type { ComplianceCaseTable } from '../../store/tables/compliance.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type Levels = Pick<Network, 'clock' | 'parameters'>;

/** Network hours between the notice and the fall. */
const noticeHours = 720;

type FiledRow = Pick<ComplianceCaseTable, 'state' | 'beganAt' | 'heldUntil' | 'decidedAt' | 'expiresAt'>;

/** A case as the rules have it. */
export const filedOf = ({ state, beganAt, heldUntil, decidedAt, expiresAt }: FiledRow): CheckCase => {
  if (state === 'submitted') return { kind: 'submitted', at: beganAt, heldUntil };
  const at = decidedAt ?? beganAt;
  return state === 'approved' ? { kind: 'approved', at, expiresAt } : { kind: 'rejected', at };
};

/** The newest case of each check. */
export const newestCases = (trx: Trx, accountId: string) =>
  trx
    .selectFrom('complianceCases')
    .selectAll()
    .distinctOn('checkName')
    .where('accountId', '=', accountId)
    .orderBy('checkName')
    .orderBy('seq', 'desc')
    .execute();

/** The account's checks as the rules have them. */
export const fileOf = async (trx: Trx, accountId: string): Promise<ComplianceFile> =>
  Object.fromEntries((await newestCases(trx, accountId)).map((row) => [row.checkName, filedOf(row)])) as Partial<
    Record<ComplianceCheck, CheckCase>
  >;

/** Of an account that there is. */
export const complianceLevelOf = async (trx: Trx, accountId: string): Promise<ComplianceLevel> => {
  const { complianceLevel: level } = await trx
    .selectFrom('accounts')
    .select('complianceLevel')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return level as ComplianceLevel;
};

/** Sets the level by what is on file now; never below what joining gives. */
export const relevel = async (trx: Trx, { clock, parameters }: Levels, accountId: string): Promise<void> => {
  const now = clock.now();
  const file = await fileOf(trx, accountId);
  const earned = complianceLevel(file, now);
  const onJoin = parameters.complianceOnJoin;
  const level = earned > onJoin ? earned : onJoin;
  const fallsAt = earned > onJoin ? levelFallsAt(file, now) : null;
  const before = await complianceLevelOf(trx, accountId);
  await trx
    .updateTable('accounts')
    .set({ complianceLevel: level, complianceFallsAt: fallsAt })
    .where('id', '=', accountId)
    .execute();
  if (level !== before)
    await trx.insertInto('complianceTurns').values({ accountId, at: now, kind: 'level', level, fallsAt }).execute();
};

/** Lowers every level whose ground has ended. */
export const lowerExpired = async (network: Levels & Pick<Network, 'db' | 'log'>): Promise<void> => {
  const due = await network.db
    .selectFrom('accounts')
    .select('id')
    .where('complianceFallsAt', '<=', network.clock.now())
    .execute();
  for (const { id } of due) {
    await inTransaction(network.db, (trx) => relevel(trx, network, id));
    network.log.info('compliance_fell', { accountId: id });
  }
};

/** Tells each account once of each fall that is 720 network hours away or less. */
export const noticeFalls = async ({ db, clock, parameters }: Levels & Pick<Network, 'db'>): Promise<void> => {
  const now = clock.now();
  const due = await db
    .selectFrom('accounts')
    .select('id')
    .where('complianceFallsAt', '>', now)
    .where('complianceFallsAt', '<=', now + networkHoursMs(noticeHours, parameters))
    .whereRef('complianceFallsAt', 'is distinct from', 'complianceNoticedFor')
    .execute();
  for (const { id } of due)
    await inTransaction(db, async (trx) => {
      const account = await trx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      const { complianceFallsAt: fallsAt, complianceNoticedFor, complianceLevel: level } = account;
      if (fallsAt === null || fallsAt === complianceNoticedFor) return;
      await trx.updateTable('accounts').set({ complianceNoticedFor: fallsAt }).where('id', '=', id).execute();
      await trx
        .insertInto('complianceTurns')
        .values({ accountId: id, at: now, kind: 'falls_soon', level, fallsAt })
        .execute();
    });
};
