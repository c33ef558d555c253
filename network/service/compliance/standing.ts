/** What an owner is shown of their checks. It holds nothing of a person, so that there is nothing in it to leak. */
import type { Compliance } from '../../../shared/contract/network/compliance.ts';
import { checkState, complianceChecks, heldUntil } from '../../../shared/domain/compliance/check-case.ts';
import { needsAbove } from '../../../shared/domain/compliance/level.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { complianceLevelOf, filedOf, fileOf, newestCases } from './levels.ts';

const shownTurns = 100;

export const complianceOf = ({ db, clock }: Pick<Network, 'db' | 'clock'>, accountId: string): Promise<Compliance> =>
  inTransaction(db, async (trx) => {
    const now = clock.now();
    const rows = await newestCases(trx, accountId);
    const file = await fileOf(trx, accountId);
    const level = await complianceLevelOf(trx, accountId);
    const { complianceFallsAt } = await trx
      .selectFrom('accounts')
      .select('complianceFallsAt')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow();
    const turns = await trx
      .selectFrom('complianceTurns')
      .select(['at', 'kind', 'level', 'fallsAt'])
      .where('accountId', '=', accountId)
      .orderBy('seq', 'desc')
      .limit(shownTurns)
      .execute();
    const needs = needsAbove(level, file, now);
    return {
      level,
      fallsAt: complianceFallsAt,
      checks: complianceChecks.map((check) => {
        const row = rows.find(({ checkName }) => checkName === check);
        if (row === undefined)
          return { check, state: 'none' as const, at: null, heldUntil: null, rejectedFor: null, handOffUrl: null };
        const filed = filedOf(row);
        return {
          check,
          state: checkState(filed, now),
          at: row.decidedAt ?? row.beganAt,
          heldUntil: heldUntil(filed),
          rejectedFor: row.rejectedFor,
          handOffUrl: row.handOffUrl,
        };
      }),
      next: needs === null ? null : { level: needs.level, ways: needs.ways.map((way) => [...way]) },
      turns,
    };
  });
