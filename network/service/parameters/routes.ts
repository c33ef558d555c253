/** The procedures that tell the record in force and its changes, and the one that announces a change. */
import { parameterChangeMessage } from '../../../shared/domain/signing/messages.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import { isSignedBy } from '../api/ed25519.ts';
import { openHour } from '../epochs/hours.ts';
import type { Network } from '../network.ts';
import { addChange, readChanges } from './change-list.ts';

export const parameterRoutes = ({ signed, asOperator }: Callers, network: Network) => ({
  current: signed.parameters.current.handler(async () => {
    const hour = await openHour(network.db);
    const { parameters, clock, keys } = network;
    const now = clock.now();
    const announced = (await readChanges(network.db))
      .map(({ change }) => change)
      .filter(({ effectiveAt }) => effectiveAt > now)
      .toSorted((left, right) => left.effectiveAt - right.effectiveAt);
    return {
      parameters: {
        ...parameters,
        droppedGates: [...parameters.droppedGates],
        networkKey: keys.publicKey,
        imageSigners: [...parameters.imageSigners],
        grant: parameters.grant.toString(),
        requiredStakeUnit: parameters.requiredStakeUnit.toString(),
        inferenceTokenPrice: parameters.inferenceTokenPrice.toString(),
        pausedActions: [...parameters.pausedActions],
      },
      serverTime: now,
      epoch: hour.number,
      epochStartsAt: hour.startsAt,
      epochEndsAt: hour.endsAt,
      announced,
    };
  }),
  changes: signed.parameters.changes.handler(async ({ input: { after, limit } }) => {
    const all = await readChanges(network.db);
    return { changes: all.slice(after, after + limit), total: all.length };
  }),
  announce: asOperator.parameters.announce.handler(async ({ input, context, errors }) => {
    const { change, signature } = input;
    const signer = context.operator.publicKey;
    if (!isSignedBy(signer, parameterChangeMessage(change), Buffer.from(signature, 'base64url')))
      throw errors.CHANGE_SIGNATURE_WRONG();
    const signedChange = { change, signer, signature };
    const refusal = await inTransaction(network.db, (trx) => addChange(trx, network, signedChange));
    if (refusal !== null) throw errors[refusal]();
    await network.records.refresh();
    return signedChange;
  }),
});
