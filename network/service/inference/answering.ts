/** Takes a result from the device that was asked, under its own signature, and pays for it once. It judges no result. */
import { inferenceMessage, type ToldInference } from '../../../shared/domain/signing/messages.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import { inTransaction } from '../../store/transaction.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Device } from '../devices/devices.ts';
import { openHour } from '../epochs/hours.ts';
import { payJob } from '../market/billing.ts';
import type { Network } from '../network.ts';
import { type InferenceRow, readInference } from './inferences.ts';

interface Answer {
  /** Base64. */
  readonly tokens: string;
  readonly digests: readonly string[];
  readonly signature: string;
}

export type ResultRefusal = 'LEASE_NOT_HELD' | 'RESULT_INCOMPLETE' | 'SIGNATURE_WRONG';

const toldOf = ({ id: taskId, model, prompt, count }: InferenceRow, answer: Answer): ToldInference => ({
  ...{ taskId, model, prompt: prompt ?? '', count },
  tokens: Buffer.from(answer.tokens, 'base64').toString('hex'),
  digests: answer.digests,
});

const isSame = (row: InferenceRow, told: ToldInference): boolean =>
  row.tokens === told.tokens && row.digests?.join() === told.digests.join();

/** @returns the refusal; null when it is taken, or was before */
export const takeResult = (
  network: Pick<Network, 'db' | 'clock'>,
  device: Pick<Device, 'id' | 'publicKey'>,
  taskId: string,
  answer: Answer,
): Promise<ResultRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<ResultRefusal | null> => {
    const row = await readInference(trx, taskId);
    if (row === undefined || row.deviceId !== device.id) return 'LEASE_NOT_HELD';
    const told = toldOf(row, answer);
    if (row.state === 'done' && isSame(row, told)) return null;
    const at = network.clock.now();
    if (row.state !== 'asked' || (row.answerBy ?? 0) < at) return 'LEASE_NOT_HELD';
    if (told.tokens.length !== 2 * row.count || told.digests.length !== row.count) return 'RESULT_INCOMPLETE';
    const { signature } = answer;
    if (!isSignedBy(device.publicKey, inferenceMessage(told), Buffer.from(signature, 'base64url')))
      return 'SIGNATURE_WRONG';
    const { number: epoch } = await openHour(trx);
    const { tokens, digests } = told;
    await trx
      .updateTable('inferences')
      .set({ state: 'done', answeredAt: at, epoch, tokens, digests: JSON.stringify(digests), signature })
      .where('id', '=', taskId)
      .execute();
    const price = inBaseUnits(row.price);
    const job = { jobId: taskId, renterId: row.renterId, deviceId: device.id, mostPrice: price, price };
    await payJob(trx, job, row, at);
    return null;
  });
