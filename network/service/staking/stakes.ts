/** The owner's moves of stake, and the standing that follows. The rules decide; the ledger keeps. */
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { stakeTransfer, unstakeTransfer } from '../../../shared/domain/ledger/stake-transfers.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { Offence } from '../../../shared/domain/slashing/offences.ts';
import { risksOf } from '../../../shared/domain/slashing/risks.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import {
  countedStake,
  refused,
  type StakeMove,
  type StakePosition,
  type StakeRefusal,
  stakeCoins,
  unstakeCoins,
} from '../../../shared/domain/staking/position.ts';
import { stakeCapacity } from '../../../shared/domain/staking/required.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { readExactJson } from '../../store/exact-json.ts';
import { balanceOf, post, wasPosted } from '../../store/ledger.ts';
import { keepPosition, readPosition } from '../../store/position.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { casesAgainst } from '../court/slashes.ts';
import { type Device, requiredStakeOf, runningJobOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { endCompounding } from './compounding.ts';
import { begunIn } from './cooldowns.ts';
import { refreshOffer } from './offers.ts';

export interface StakeRequest {
  readonly amount: BaseUnits;
  /** Names the move in the ledger: the same one again moves nothing more. */
  readonly id: string;
}

/** Ids of two devices' requests never meet. */
const moveId = (device: Device, { id }: StakeRequest): string => `${device.id}.${id}`;

/** The position of before, and what the rules say to a move of it. */
export interface JudgedMove {
  readonly before: StakePosition;
  readonly move: StakeMove;
}

/** What the rules say to locking coins now. Nothing is written. */
export const judgeStake = async (
  trx: Trx,
  { parameters }: Pick<Network, 'parameters'>,
  device: Device,
  amount: BaseUnits,
): Promise<JudgedMove> => {
  const required = requiredStakeOf(device.claim, parameters);
  const before = await readPosition(trx, device);
  const free = await balanceOf(trx, wallet(device.accountId));
  return { before, move: stakeCoins(before, { amount, wallet: free, required }, parameters) };
};

/** What the rules say to asking stake back now. Nothing is written. */
export const judgeUnstake = async (
  trx: Trx,
  { parameters, clock }: Pick<Network, 'parameters' | 'clock'>,
  device: Device,
  asked: StakeRequest,
): Promise<JudgedMove> => {
  const { amount } = asked;
  const before = await readPosition(trx, device);
  if (amount > before.owner) return { before, move: refused({ code: 'AMOUNT_TOO_LARGE', available: before.owner }) };
  const isHired = (await runningJobOf(trx, device.id)) !== null;
  const exit = { id: moveId(device, asked), amount, now: clock.now(), isHired };
  return { before, move: unstakeCoins(before, exit, parameters) };
};

/** Locks coins. @returns the refusal; null when it is done, or was done before under this id */
export const stakeOn = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  device: Device,
  asked: StakeRequest,
): Promise<StakeRefusal | null> => {
  const { amount } = asked;
  const transfer = stakeTransfer({
    stakeId: moveId(device, asked),
    deviceId: device.id,
    holderId: device.accountId,
    amount,
  });
  if (await wasPosted(trx, transfer.idempotencyKey)) return null;
  const { move } = await judgeStake(trx, network, device, amount);
  if (move.kind === 'refused') return move.refusal;
  await post(trx, transfer, { deviceId: device.id, epoch: null, at: network.clock.now() });
  await refreshOffer(trx, network, device);
  return null;
};

/** Begins a cooldown. @returns the refusal; null when it is done, or was done before under this id */
export const unstakeFrom = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  device: Device,
  asked: StakeRequest,
): Promise<StakeRefusal | null> => {
  if (await wasPosted(trx, `unstake:${moveId(device, asked)}`)) return null;
  const { before, move } = await judgeUnstake(trx, network, device, asked);
  if (move.kind === 'refused') return move.refusal;
  const now = network.clock.now();
  for (const entry of begunIn(before, move.position))
    await post(trx, unstakeTransfer(device.id, entry), { deviceId: device.id, epoch: null, at: now });
  await keepPosition(trx, before, move.position, now);
  if (move.position.owner === 0n) await endCompounding(trx, device.id, null);
  await refreshOffer(trx, network, device);
  return null;
};

export interface StakeStanding {
  wallet: string;
  staked: string;
  ownStaked: string;
  required: string;
  capacity: string;
  cooldownMs: number;
  cooling: { id: string; amount: string; askedAt: number; freeAt: number }[];
  slashes: {
    id: string;
    offence: Offence;
    amount: string;
    at: number;
    appealUntil: number;
    state: Slash['state']['kind'];
  }[];
  risks: { offence: Offence; bps: number; loss: string }[];
}

export const stakeStanding = (network: Network, device: Device): Promise<StakeStanding> =>
  inTransaction(network.db, async (trx) => {
    const { parameters } = network;
    const position = await readPosition(trx, device);
    const required = requiredStakeOf(device.claim, parameters);
    const rows = await trx
      .selectFrom('slashes')
      .select('record')
      .where('deviceId', '=', device.id)
      .orderBy('at', 'desc')
      .limit(50)
      .execute();
    return {
      wallet: (await balanceOf(trx, wallet(device.accountId))).toString(),
      staked: countedStake(position).toString(),
      ownStaked: position.owner.toString(),
      required: required.toString(),
      capacity: stakeCapacity(required, parameters).toString(),
      cooldownMs: networkHoursMs(parameters.cooldownHours, parameters),
      cooling: position.cooling
        .filter(({ holderId }) => holderId === device.accountId)
        .map(({ id, amount, askedAt, freeAt }) => ({ id, amount: amount.toString(), askedAt, freeAt })),
      slashes: rows.map(({ record }) => {
        const { id, offence, amount, at, appealUntil, state } = readExactJson<Slash>(record);
        return { id, offence, amount: inBaseUnits(amount).toString(), at, appealUntil, state: state.kind };
      }),
      risks: risksOf(position, device.accountId, parameters, await casesAgainst(trx, network, device.id)).map(
        ({ offence, bps, loss }) => ({
          offence,
          bps,
          loss: loss.toString(),
        }),
      ),
    };
  });
