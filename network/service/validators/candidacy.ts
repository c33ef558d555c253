/**
 * What an account must have before it may be a validator: a checked identity, enough at stake, a network of addresses for
 * itself, and a device that reached Gold, which opens candidacy. A play network asks for no Gold, as it drops other gates
 * that would take days.
 */
import { refusalOfValidator, type ValidatorRefusal } from '../../../shared/domain/committees/validator.ts';
import { tierLevel } from '../../../shared/domain/tiers/tier.ts';
import type { BaseUnits } from '../../../shared/units/money.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { Trx } from '../../store/transaction.ts';
import { complianceLevelOf } from '../compliance/levels.ts';
import type { ScoredDevice } from '../epochs/scoring.ts';
import type { Network } from '../network.ts';
import { seatedValidators } from './validators.ts';

/** Whether a device of the account was Gold or better in the newest hour that was scored for it. */
const hasGold = async (trx: Trx, accountId: string): Promise<boolean> => {
  const rows = await trx
    .selectFrom('rewards')
    .innerJoin('devices', 'devices.id', 'rewards.deviceId')
    .select('input')
    .distinctOn('rewards.deviceId')
    .where('devices.accountId', '=', accountId)
    .where('devices.revokedAt', 'is', null)
    .orderBy('rewards.deviceId')
    .orderBy('epoch', 'desc')
    .execute();
  return rows.some(
    ({ input }) => input !== null && tierLevel(readExactJson<ScoredDevice>(input).facts.tier) >= tierLevel('gold'),
  );
};

export type CandidacyRefusal = ValidatorRefusal | 'TIER_TOO_LOW';

/**
 * Why an account may not become a validator now. A ban is none: whoever is banned may fill up its stake.
 *
 * @param asked.stake  what would count then
 */
export const refusalOfCandidacy = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  asked: { readonly accountId: string; readonly address: string; readonly stake: BaseUnits },
): Promise<CandidacyRefusal | null> => {
  const { accountId: validatorId, address, stake } = asked;
  const { isPlay } = network.parameters;
  const complianceLevel = await complianceLevelOf(trx, validatorId);
  const seated = isPlay ? [] : await seatedValidators(trx, network);
  const refusal = refusalOfValidator(
    { validatorId, complianceLevel, stake, address },
    seated.map((each) => ({ validatorId: each.accountId, address: each.address })),
  );
  if (refusal !== null) return refusal;
  return isPlay || (await hasGold(trx, validatorId)) ? null : 'TIER_TOO_LOW';
};
