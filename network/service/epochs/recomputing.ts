/**
 * Works a closed hour out again from what was kept of it, and compares byte by byte. It changes nothing: a difference is
 * for people to look at.
 */
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import type { PoolCarry } from '../../../shared/domain/rewards/distribute.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { emissionOf } from './closing.ts';
import { type ScoredDevice, scoreEpoch } from './scoring.ts';

export type Recomputed =
  | { readonly kind: 'same'; readonly devices: number }
  /** `where`: device ids and pools whose kept lines are not what follows. */
  | { readonly kind: 'different'; readonly where: string[] }
  /** No such hour, not scored yet, or scored before its input was kept. */
  | { readonly kind: 'not_kept' };

export const recomputeHour = ({ db }: Pick<Network, 'db'>, epoch: number): Promise<Recomputed> =>
  inTransaction(db, async (trx): Promise<Recomputed> => {
    const hour = await trx.selectFrom('epochs').selectAll().where('number', '=', epoch).executeTakeFirst();
    if (hour === undefined || hour.parameters === null) return { kind: 'not_kept' };
    const parameters = readExactJson<ParameterRecord>(hour.parameters);
    const kept = await trx.selectFrom('rewards').selectAll().where('epoch', '=', epoch).execute();
    if (kept.some(({ input }) => input === null)) return { kind: 'not_kept' };
    const keptPools = await trx.selectFrom('poolHours').selectAll().where('epoch', '=', epoch).execute();
    const { pools, lines } = scoreEpoch(
      {
        epoch,
        isPart: hour.isPart,
        emission: emissionOf(hour, { parameters }),
        carriedIn: Object.fromEntries(
          keptPools.map(({ pool, carriedIn }) => [pool, inBaseUnits(carriedIn)]),
        ) as unknown as PoolCarry,
        devices: kept.map(({ input }) => readExactJson<ScoredDevice>(input ?? '')),
      },
      parameters,
    );
    const reasons = new Map(kept.map(({ deviceId, reason, reward }) => [deviceId, `${reward} ${reason}`]));
    const wrongLines = lines
      .filter((line) => reasons.get(line.deviceId) !== `${line.reward} ${exactJson(line)}`)
      .map(({ deviceId }) => deviceId);
    const wrongPools = pools
      .filter(({ pool, minted, paid, carriedOut }) => {
        const held = keptPools.find((each) => each.pool === pool);
        return held?.minted !== minted || held.paid !== paid || held.carriedOut !== carriedOut;
      })
      .map(({ pool }) => pool);
    const where = [...wrongLines, ...wrongPools];
    return where.length === 0 ? { kind: 'same', devices: lines.length } : { kind: 'different', where };
  });
