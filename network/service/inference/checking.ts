/**
 * Which inferences are computed again, and what follows. The lot falls by a release that came out after the answer, so
 * that no device knows of it when it answers; the committee of validators is the court's, and so is the slash.
 */
import { drawSeed, isSampled } from '../../../shared/domain/committees/draw.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import type { Evidence } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { chargeDevice } from '../court/slashes.ts';
import type { Network } from '../network.ts';
import { type InferenceRow, paidFor, readInference } from './inferences.ts';

type Judge = Pick<Network, 'parameters' | 'records' | 'clock'>;

/** Network hours in which a committee must be found, and decide. */
const checkedWithinHours = 168;
/** Of one round. */
const mostAtOnce = 200;

const drawOne = (network: Pick<Network, 'db' | 'records' | 'bench'>, id: string, answeredAt: number): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    const lot = await network.bench.lotAfter(trx, answeredAt);
    if (lot === null) return;
    const { inferenceSampleBps } = (await network.records.within(trx))(answeredAt);
    const isDrawn = isSampled(drawSeed({ ...lot, matter: id }), inferenceSampleBps);
    await trx
      .updateTable('inferences')
      .set({
        ...{ checkState: isDrawn ? 'open' : 'passed_over' },
        ...{ manifestHash: lot.previousManifestHash, lotEpoch: lot.epoch },
      })
      .where('id', '=', id)
      .where('checkState', '=', 'undrawn')
      .execute();
  });

/** Draws by lot of what was answered, and ends what too few could be found for. */
export const drawChecks = async (
  network: Pick<Network, 'db' | 'parameters' | 'records' | 'bench' | 'clock'>,
): Promise<void> => {
  const { db, clock, parameters } = network;
  const undrawn = await db
    .selectFrom('inferences')
    .select(['id', 'answeredAt'])
    .where('state', '=', 'done')
    .where('checkState', '=', 'undrawn')
    .orderBy('answeredAt')
    .orderBy('id')
    .limit(mostAtOnce)
    .execute();
  for (const { id, answeredAt } of undrawn) await drawOne(network, id, answeredAt ?? 0);
  await db
    .updateTable('inferences')
    .set({ checkState: 'lapsed' })
    .where('state', '=', 'done')
    .where('checkState', '=', 'open')
    .where('answeredAt', '<', clock.now() - networkHoursMs(checkedWithinHours, parameters))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('committees')
            .select('committees.id')
            .whereRef('committees.matterId', '=', 'inferences.id')
            .where('committees.state', '=', 'sitting'),
        ),
      ),
    )
    .execute();
};

/** What was asked and answered, under the device's own signature: anybody can compute it again. */
export const inferenceEvidence = async (trx: Trx, row: InferenceRow): Promise<Evidence> => {
  const { publicKey } = await trx
    .selectFrom('devices')
    .select('publicKey')
    .where('id', '=', row.deviceId)
    .executeTakeFirstOrThrow();
  const { id: taskId, model, prompt, count, tokens, digests, signature, answeredAt, epoch } = row;
  const lot = { previousManifestHash: row.manifestHash, lotEpoch: row.lotEpoch };
  return {
    kind: 'inference',
    body: { taskId, model, prompt, count, tokens, digests, publicKey, signature, answeredAt, epoch, ...lot },
  };
};

/** What two of three validators found, once. @returns the slash of a result that was made up */
export const decideInference = async (
  trx: Trx,
  network: Judge,
  id: string,
  { isMadeUp, votes }: { readonly isMadeUp: boolean; readonly votes: readonly Evidence[] },
): Promise<Slash | null> => {
  const decided = await trx
    .updateTable('inferences')
    .set({ checkState: isMadeUp ? 'falsified' : 'right' })
    .where('id', '=', id)
    .where('checkState', '=', 'open')
    .executeTakeFirst();
  const row = await readInference(trx, id);
  if (decided.numUpdatedRows !== 1n || !isMadeUp || row === undefined || row.deviceId === null) return null;
  return chargeDevice(trx, network, {
    deviceId: row.deviceId,
    offence: 'O6',
    offenceAt: row.answeredAt ?? network.clock.now(),
    evidence: [await inferenceEvidence(trx, row), ...votes],
    cause: `O6:${id}`,
    renter: { accountId: row.renterId, harm: paidFor(row) },
  });
};

/** Network hours for which an inference is kept whole. */
const keptHours = 720;

/** Takes out of old inferences what was asked and answered; a slash that followed has its own copy. */
export const forgetOldInferences = async ({
  db,
  clock,
  parameters,
}: Pick<Network, 'db' | 'clock' | 'parameters'>): Promise<void> => {
  const before = clock.now() - networkHoursMs(keptHours, parameters);
  await db
    .updateTable('inferences')
    .set({ prompt: null, tokens: null, digests: null })
    .where('prompt', 'is not', null)
    .where('submittedAt', '<', before)
    .where('state', 'in', ['done', 'expired'])
    .where('checkState', 'not in', ['undrawn', 'open'])
    .execute();
  await db
    .deleteFrom('inferenceAsks')
    .where('inferenceId', 'in', (old) =>
      old.selectFrom('inferences').select('id').where('prompt', 'is', null).where('submittedAt', '<', before),
    )
    .execute();
};
