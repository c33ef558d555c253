/** What a validator is told of itself: its seat or why it has none, its coins, its work, and releases it has not signed. */
import type { ValidatorStanding } from '../../../shared/contract/network/validators.ts';
import { validatorStakeNeeded } from '../../../shared/domain/committees/validator.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { readManifest } from '../../../shared/domain/releases/manifest.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { readValidatorPosition } from '../../store/validator-position.ts';
import type { Network } from '../network.ts';
import { readSeats, type Validator, validatorOf } from './validators.ts';
import { signsWithinHours } from './work.ts';

type Teller = Pick<Network, 'db' | 'parameters' | 'clock'>;

const workOf = async (trx: Trx, { id }: Validator): Promise<ValidatorStanding['work']> => {
  const rows = await trx
    .selectFrom('validatorWork')
    .select(['isCorrect', 'paidAs'])
    .where('validatorId', '=', id)
    .execute();
  const correct = rows.filter(({ isCorrect }) => isCorrect);
  return {
    correct: correct.length,
    wrong: rows.length - correct.length,
    unpaid: correct.filter(({ paidAs }) => paidAs === null).length,
  };
};

const describe = async (trx: Trx, network: Teller, validator: Validator): Promise<ValidatorStanding> => {
  const seat = (await readSeats(trx, network)).find((each) => each.validator.id === validator.id);
  const { owner, cooling } = await readValidatorPosition(trx, validator);
  return {
    validatorId: validator.id,
    publicKey: validator.publicKey,
    registeredAt: validator.registeredAt,
    isSeated: seat?.refusal === null,
    unseatedFor: seat === undefined ? (validator.leftAt === null ? 'KEY_REMOVED' : 'LEFT') : seat.refusal,
    bannedUntil: seat?.bannedUntil ?? null,
    stake: owner.toString(),
    stakeNeeded: validatorStakeNeeded.toString(),
    cooling: cooling.map(({ id, amount, askedAt, freeAt }) => ({ id, amount: amount.toString(), askedAt, freeAt })),
    work: await workOf(trx, validator),
  };
};

/** @returns null for an account that never was a validator */
export const standingOf = (network: Teller, accountId: string): Promise<ValidatorStanding | null> =>
  inTransaction(network.db, async (trx) => {
    const validator = await validatorOf(trx, accountId);
    return validator === undefined ? null : describe(trx, network, validator);
  });

/** Of one round; what is older than this is left to whoever asks for it by name. */
const mostToSign = 100;

const toSign = async (trx: Trx, { parameters, clock }: Teller, publicKey: string): Promise<string[]> => {
  const rows = await trx
    .selectFrom('releases')
    .leftJoin('releaseSignatures', (join) =>
      join.onRef('releaseSignatures.epoch', '=', 'releases.epoch').on('releaseSignatures.key', '=', publicKey),
    )
    .select(['blockId', 'manifest'])
    .where('releaseSignatures.id', 'is', null)
    .where('madeAt', '>=', clock.now() - networkHoursMs(signsWithinHours, parameters))
    .orderBy('releases.epoch')
    .limit(mostToSign)
    .execute();
  return rows
    .filter(({ manifest }) => readManifest(manifest).value?.signers.validators.includes(publicKey))
    .map(({ blockId }) => blockId);
};

/**
 * Notes from where a validator speaks now, and tells it what waits for it.
 *
 * @returns null for an account that never was a validator
 */
export const hearValidator = (
  network: Teller,
  { accountId, address }: { readonly accountId: string; readonly address: string },
): Promise<{ standing: ValidatorStanding; releasesToSign: string[] } | null> =>
  inTransaction(network.db, async (trx) => {
    const validator = await validatorOf(trx, accountId);
    if (validator === undefined) return null;
    await trx.updateTable('validators').set({ address }).where('id', '=', validator.id).execute();
    return {
      standing: await describe(trx, network, { ...validator, address }),
      releasesToSign: await toSign(trx, network, validator.publicKey),
    };
  });
