/** Whose stake a slash takes from and gives back to: a device's, or a validator's own. It decides nothing. */
import type { StakePosition } from '../../../shared/domain/staking/position.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { keepPosition, readPosition } from '../../store/position.ts';
import type { SlashTable } from '../../store/tables/court.ts';
import type { Trx } from '../../store/transaction.ts';
import { keepValidatorPosition, readValidatorPosition } from '../../store/validator-position.ts';

export interface Staked {
  readonly kind: 'device' | 'validator';
  readonly id: string;
  /** Of its owner. */
  readonly accountId: string;
}

export const stakedDevice = async (trx: Trx, deviceId: string): Promise<Staked> => ({
  kind: 'device',
  ...(await trx.selectFrom('devices').select(['id', 'accountId']).where('id', '=', deviceId).executeTakeFirstOrThrow()),
});

export const stakedValidator = async (trx: Trx, validatorId: string): Promise<Staked> => ({
  kind: 'validator',
  ...(await trx
    .selectFrom('validators')
    .select(['id', 'accountId'])
    .where('id', '=', validatorId)
    .executeTakeFirstOrThrow()),
});

interface SlashOwner extends Pick<SlashTable, 'deviceId'> {
  readonly validatorId: string | null;
}

export const stakedOf = (trx: Trx, { deviceId, validatorId }: SlashOwner): Promise<Staked> => {
  if (deviceId !== null) return stakedDevice(trx, deviceId);
  if (validatorId !== null) return stakedValidator(trx, validatorId);
  throw new Error('a slash of nobody’s stake');
};

/** As the rules name it: the id of the device, or of the validator. */
export const stakedId = ({ deviceId, validatorId }: SlashOwner): string => {
  const id = deviceId ?? validatorId;
  if (id === null) throw new Error('a slash of nobody’s stake');
  return id;
};

export const readStake = (trx: Trx, staked: Staked): Promise<StakePosition> =>
  staked.kind === 'device' ? readPosition(trx, staked) : readValidatorPosition(trx, staked);

export const keepStake = (
  trx: Trx,
  { kind }: Pick<Staked, 'kind'>,
  before: StakePosition,
  after: StakePosition,
  now: EpochMs,
): Promise<void> =>
  kind === 'device' ? keepPosition(trx, before, after, now) : keepValidatorPosition(trx, before, after, now);

/** Everybody whose coins are in it: owner, supporters, and whoever has coins cooling there. */
export const interestedIn = async (trx: Trx, staked: Staked): Promise<string[]> => {
  const { ownerId, supporters, cooling } = await readStake(trx, staked);
  return [...new Set([ownerId, ...[...supporters, ...cooling].map(({ holderId }) => holderId)])];
};
