/**
 * Gives inferences to devices, one each at a time: connected, ready, and of another account than the renter's. Whoever
 * does not answer in time is passed over without harm, and an inference that nobody answers is given up.
 */
import { jobRefundTransfer } from '../../../shared/domain/ledger/job-transfers.ts';
import { deviceMismatch, inLotOrder, isTierEnough, type Wish } from '../../../shared/domain/market/matching.ts';
import { inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { type Device, stateBy } from '../devices/devices.ts';
import { liveStates } from '../market/job-rows.ts';
import type { Network } from '../network.ts';
import { answerWithinMs, bytesOf, type InferenceRow } from './inferences.ts';

const wishOf = ({ id: jobId, renterId }: InferenceRow): Wish => ({
  ...{ jobId, renterId, kind: 'single', className: null, minVramBytes: null, gpus: 0, minTier: null },
});

const isBusy = async (trx: Trx | Network['db'], deviceId: string): Promise<boolean> => {
  const inference = trx.selectFrom('inferences').select('id').where('deviceId', '=', deviceId);
  const lease = trx.selectFrom('leases').select('id').where('deviceId', '=', deviceId);
  return (
    (await inference.where('state', '=', 'asked').executeTakeFirst()) !== undefined ||
    (await lease.where('state', 'in', liveStates).executeTakeFirst()) !== undefined
  );
};

const wasAsked = async (trx: Trx, inferenceId: string, deviceId: string): Promise<boolean> =>
  (await trx
    .selectFrom('inferenceAsks')
    .select('at')
    .where('inferenceId', '=', inferenceId)
    .where('deviceId', '=', deviceId)
    .executeTakeFirst()) !== undefined;

const suits = async (network: Network, row: InferenceRow, device: Device): Promise<boolean> => {
  const { id, accountId, claim } = device;
  if (claim.models?.includes(row.model) !== true) return false;
  const state = await stateBy(network, device, network.sessions.of(id)?.state ?? null);
  const candidate = { id, accountId, claim, state, isLeased: false };
  if (deviceMismatch(wishOf(row), candidate) !== null) return false;
  return isTierEnough(wishOf(row), (await network.standings.of(device)).tier);
};

/** @returns false when the device, or the inference, was taken meanwhile, or it was asked before */
const writeAsk = ({ db, clock }: Network, { id }: InferenceRow, deviceId: string): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    if ((await isBusy(trx, deviceId)) || (await wasAsked(trx, id, deviceId))) return false;
    const at = clock.now();
    const taken = await trx
      .updateTable('inferences')
      .set({ state: 'asked', deviceId, answerBy: at + answerWithinMs })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirst();
    if (taken.numUpdatedRows !== 1n) return false;
    await trx.insertInto('inferenceAsks').values({ inferenceId: id, deviceId, at }).execute();
    return true;
  });

const waitAgain = ({ db }: Pick<Network, 'db'>, { id }: Pick<InferenceRow, 'id'>): Promise<unknown> =>
  db
    .updateTable('inferences')
    .set({ state: 'waiting', deviceId: null, answerBy: null })
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .execute();

/** The device that is asked leaves it to another one. */
export const declineInference = ({ db }: Pick<Network, 'db'>, deviceId: string, id: string): Promise<unknown> =>
  db
    .updateTable('inferences')
    .set({ state: 'waiting', deviceId: null, answerBy: null })
    .where('id', '=', id)
    .where('deviceId', '=', deviceId)
    .where('state', '=', 'asked')
    .execute();

const ask = async (network: Network, row: InferenceRow, free: ReadonlyMap<string, Device>): Promise<string | null> => {
  for (const id of inLotOrder(row.id, [...free.keys()])) {
    const device = free.get(id);
    if (device === undefined || !(await suits(network, row, device)) || !(await writeAsk(network, row, id))) continue;
    const { id: taskId, model, prompt, count: tokens } = row;
    const asked = {
      taskId,
      model,
      prompt: bytesOf(prompt ?? '').toString('base64'),
      tokens,
      deadlineMs: answerWithinMs,
    };
    if (network.sessions.tell(id, { kind: 'inference', ask: asked })) return id;
    await waitAgain(network, row);
  }
  return null;
};

/** Connected to this process and ready by their last heartbeat. */
const readyDevices = async ({ db, sessions }: Network): Promise<Map<string, Device>> => {
  const ready = sessions.all().filter(({ isListening, state }) => isListening && state === 'ready');
  const ids = ready.map(({ deviceId }) => deviceId);
  if (ids.length === 0) return new Map();
  const devices = await db.selectFrom('devices').selectAll().where('id', 'in', ids).execute();
  return new Map(devices.map((device) => [device.id, device]));
};

/** Of all that wait, so that one pass stays short. */
const mostAtOnce = 50;

const askWaiting = async (network: Network, now: EpochMs): Promise<void> => {
  if (network.records.pauseOf('job_offer', now) !== null) return;
  const free = await readyDevices(network);
  if (free.size === 0) return;
  const waiting = await network.db
    .selectFrom('inferences')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('patienceUntil', '>', now)
    .orderBy('submittedAt')
    .orderBy('id')
    .limit(mostAtOnce)
    .execute();
  for (const row of waiting) {
    const asked = await ask(network, row, free);
    if (asked !== null) free.delete(asked);
  }
};

const passOver = async (network: Network, now: EpochMs): Promise<void> => {
  const late = await network.db
    .selectFrom('inferences')
    .select('id')
    .where('state', '=', 'asked')
    .where('answerBy', '<', now)
    .execute();
  for (const row of late) await waitAgain(network, row);
};

const giveUp = async ({ db }: Network, now: EpochMs): Promise<void> => {
  const due = await db
    .selectFrom('inferences')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('patienceUntil', '<=', now)
    .execute();
  for (const { id, renterId, price, jobFees } of due)
    await inTransaction(db, async (trx) => {
      const ended = await trx
        .updateTable('inferences')
        .set({ state: 'expired', checkState: 'passed_over' })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      if (ended.numUpdatedRows !== 1n) return;
      const job = { jobId: id, renterId, mostPrice: inBaseUnits(price), price: noCoins };
      await post(trx, jobRefundTransfer(job, { jobFees }), { deviceId: null, epoch: null, at: now });
    });
};

/** Does everything that is due now, once: each process asks its own devices, and the leader sees to what is late. */
export const tendInferences = async (network: Network, leads: boolean): Promise<void> => {
  const open = await network.db
    .selectFrom('inferences')
    .select('id')
    .where('state', 'in', ['waiting', 'asked'])
    .limit(1)
    .executeTakeFirst();
  if (open === undefined) return;
  const now = network.clock.now();
  if (leads) {
    await passOver(network, now);
    await giveUp(network, now);
  }
  await askWaiting(network, now);
};
