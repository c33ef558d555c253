/**
 * Localnet's provider: a case waits for a reviewer, unless a script decides it by the hour. It is for play coins only; it
 * keeps decisions, and nothing of a person.
 */
import type { Verdict } from '../../../shared/domain/compliance/review.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import type { ComplianceProvider } from './provider.ts';
import type { ComplianceScript } from './script.ts';

const waiting: Verdict = { kind: 'waiting' };

export const createScriptedProvider = (
  { db, clock, parameters }: Pick<Network, 'db' | 'clock' | 'parameters'>,
  script: ComplianceScript,
): ComplianceProvider => {
  const rowOf = (reference: string) =>
    db.selectFrom('complianceReviews').selectAll().where('reference', '=', reference).executeTakeFirst();

  const scripted = (row: { checkName: string; beganAt: number }): Verdict => {
    const line = script.find(({ check }) => check === row.checkName);
    if (line === undefined) return waiting;
    const decidedAt = row.beganAt + networkHoursMs(line.afterHours, parameters);
    if (clock.now() < decidedAt) return waiting;
    if (line.verdict === 'reject') return { kind: 'rejected', reason: line.reason };
    const { validHours } = line;
    return {
      kind: 'approved',
      expiresAt: validHours === null ? null : decidedAt + networkHoursMs(validHours, parameters),
    };
  };

  return {
    name: 'scripted',
    asksHere: true,
    begin: async ({ caseId, check }) => {
      await db
        .insertInto('complianceReviews')
        .values({
          reference: caseId,
          checkName: check,
          beganAt: clock.now(),
          decision: null,
          expiresAt: null,
          reason: null,
        })
        .onConflict((conflict) => conflict.column('reference').doNothing())
        .execute();
      return { reference: caseId, handOffUrl: null };
    },
    read: async (reference) => {
      const row = await rowOf(reference);
      if (row === undefined) return waiting;
      if (row.decision === 'approved') return { kind: 'approved', expiresAt: row.expiresAt };
      return row.reason === null ? scripted(row) : { kind: 'rejected', reason: row.reason };
    },
    forget: async (reference) => {
      await db.deleteFrom('complianceReviews').where('reference', '=', reference).execute();
    },
    decide: (reference, verdict) =>
      inTransaction(db, async (trx) => {
        await trx
          .updateTable('complianceReviews')
          .set(
            verdict.kind === 'approved'
              ? { decision: 'approved', expiresAt: verdict.expiresAt }
              : { decision: 'rejected', reason: verdict.reason },
          )
          .where('reference', '=', reference)
          .where('decision', 'is', null)
          .execute();
      }),
  };
};
