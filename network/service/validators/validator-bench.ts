/** Who may judge on a network with validators: those that have a seat, drawn by a lot from the releases that came out. */
import type { Bench } from '../court/bench.ts';
import type { Network } from '../network.ts';
import { seatedValidators } from './validators.ts';

export const createValidatorBench = (network: Pick<Network, 'parameters' | 'clock'>): Bench => ({
  judges: async (trx) => (await seatedValidators(trx, network)).map(({ accountId }) => accountId),
  lotAfter: async (trx, at) => {
    const release = await trx
      .selectFrom('releases')
      .select(['epoch', 'manifestHash'])
      .where('madeAt', '>', at)
      .orderBy('epoch', 'desc')
      .limit(1)
      .executeTakeFirst();
    return release === undefined ? null : { previousManifestHash: release.manifestHash, epoch: release.epoch };
  },
});
