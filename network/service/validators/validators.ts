/** Validators as the network keeps them, and which of them have a seat now. It seats nobody for good and moves no coins. */
import type { Selectable } from 'kysely';
import { type SeatCandidate, type SeatRefusal, seatsOf } from '../../../shared/domain/committees/seats.ts';
import { bannedUntil } from '../../../shared/domain/committees/validator.ts';
import { validatorStakeOf } from '../../../shared/domain/ledger/account.ts';
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import { noCoins } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { balancesOf } from '../../store/ledger.ts';
import type { ValidatorTable } from '../../store/tables/validators.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

export type Validator = Selectable<ValidatorTable>;
type Rules = Pick<Network, 'parameters' | 'clock'>;

/** @returns undefined for an account that never was one */
export const validatorOf = (trx: Trx, accountId: string): Promise<Validator | undefined> =>
  trx.selectFrom('validators').selectAll().where('accountId', '=', accountId).executeTakeFirst();

/** When each found what the committee did not. */
const wrongTimes = async (trx: Trx): Promise<ReadonlyMap<string, EpochMs[]>> => {
  const rows = await trx
    .selectFrom('validatorWork')
    .select(['validatorId', 'at'])
    .where('isCorrect', '=', false)
    .execute();
  const byValidator = Map.groupBy(rows, ({ validatorId }) => validatorId);
  return new Map([...byValidator].map(([id, wrong]) => [id, wrong.map(({ at }) => at)]));
};

export interface Seat {
  readonly validator: Validator;
  readonly bannedUntil: EpochMs | null;
  /** Why it has no seat; null: it has one. */
  readonly refusal: SeatRefusal | null;
}

/** Of every validator that has not left, and whose key still speaks for its account; the first to register first. */
export const readSeats = async (trx: Trx, { parameters, clock }: Rules): Promise<Seat[]> => {
  const now = clock.now();
  const rows = await trx
    .selectFrom('validators')
    .innerJoin('accounts', 'accounts.id', 'validators.accountId')
    .innerJoin('members', 'members.publicKey', 'validators.publicKey')
    .selectAll('validators')
    .select('accounts.complianceLevel')
    .whereRef('members.accountId', '=', 'validators.accountId')
    .where('members.role', '=', 'owner')
    .where('members.removedAt', 'is', null)
    .where('leftAt', 'is', null)
    .orderBy('registeredAt')
    .orderBy('validators.id')
    .execute();
  if (rows.length === 0) return [];
  const stakes = await balancesOf(
    trx,
    rows.map(({ id }) => validatorStakeOf(id)),
  );
  const wrong = await wrongTimes(trx);
  const candidates = rows.map(
    ({ id, complianceLevel, address, registeredAt }): SeatCandidate => ({
      validatorId: id,
      complianceLevel: complianceLevel as ComplianceLevel,
      stake: stakes.get(validatorStakeOf(id)) ?? noCoins,
      address,
      registeredAt,
      bannedUntil: bannedUntil(wrong.get(id) ?? [], now, parameters),
    }),
  );
  const refusals = seatsOf(candidates, parameters);
  return rows.map(({ complianceLevel: _, ...validator }, at) => ({
    validator,
    bannedUntil: candidates[at]?.bannedUntil ?? null,
    refusal: refusals.get(validator.id) ?? null,
  }));
};

/** Those who may judge, and sign releases. */
export const seatedValidators = async (trx: Trx, network: Rules): Promise<Validator[]> =>
  (await readSeats(trx, network)).filter(({ refusal }) => refusal === null).map(({ validator }) => validator);

/** Most that a manifest can name. */
const mostKeys = 256;

/** Keys that a release which is made now names as those that may sign it. */
export const validatorKeys = async (trx: Trx, network: Rules): Promise<string[]> =>
  (await seatedValidators(trx, network)).slice(0, mostKeys).map(({ publicKey }) => publicKey);
