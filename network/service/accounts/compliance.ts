/** What checks of its owner an account has passed. */
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import type { Trx } from '../../store/transaction.ts';

export const complianceLevelOf = async (trx: Trx, accountId: string): Promise<ComplianceLevel> => {
  const { complianceLevel } = await trx
    .selectFrom('accounts')
    .select('complianceLevel')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return complianceLevel as ComplianceLevel;
};
