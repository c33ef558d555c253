/** The procedures by which operators look after themselves, hours and slashes; each hands on to whose matter it is. */
import type { z } from 'zod';
import type { operatedSlashSchema } from '../../../shared/contract/network/operations.ts';
import { escrowed, type Slash } from '../../../shared/domain/slashing/slash.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { Callers } from '../api/callers.ts';
import { stakedId } from '../court/staked.ts';
import { recomputeHour } from '../epochs/recomputing.ts';
import type { Network } from '../network.ts';
import { appoint, dismiss, operatorsOf } from './appointing.ts';

type OperatedSlash = z.infer<typeof operatedSlashSchema>;

const columns = ['id', 'deviceId', 'validatorId', 'offence', 'at', 'appealUntil', 'state', 'record'] as const;

type Kept = Omit<OperatedSlash, 'amount' | 'deviceId'> & Parameters<typeof stakedId>[0] & { record: string };

const shown = ({ record, deviceId, validatorId, ...row }: Kept): OperatedSlash => ({
  ...row,
  deviceId: stakedId({ deviceId, validatorId }),
  amount: escrowed(readExactJson<Slash>(record)).toString(),
});

export const operationRoutes = ({ asOperator }: Callers, network: Network) => {
  const { db } = network;
  const listed = async () => ({
    operators: (await operatorsOf(network)).map(({ publicKey, addedAt }) => ({ publicKey, addedAt })),
  });
  return {
    operators: asOperator.operations.operators.handler(listed),
    appoint: asOperator.operations.appoint.handler(async ({ input }) => {
      await appoint(network, input.publicKey);
      return listed();
    }),
    dismiss: asOperator.operations.dismiss.handler(async ({ input, errors }) => {
      const refusal = await dismiss(network, input.publicKey);
      if (refusal !== null) throw errors[refusal]();
      return listed();
    }),
    recompute: asOperator.operations.recompute.handler(({ input }) => recomputeHour(network, input.epoch)),
    slashes: asOperator.operations.slashes.handler(async () => {
      const rows = await db.selectFrom('slashes').select(columns).where('state', '=', 'escrow').orderBy('at').execute();
      return { slashes: rows.map(shown) };
    }),
  };
};
