/**
 * The play renter of a network of one: it offers a device a job of its own choice, whatever the device's tier, and pays
 * with play coins that are issued as it needs them. From there on its jobs are like everybody's.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type JobSpec, jobSpecSchema } from '../../../shared/contract/job-spec.ts';
import type { OwnerReturnClass } from '../../../shared/contract/network/session.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { move, transfer } from '../../../shared/domain/ledger/posting.ts';
import { hourMinutes } from '../../../shared/domain/presence/minutes.ts';
import { baseUnitsPerIo, inBaseUnits } from '../../../shared/units/money.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { makeAccount } from '../accounts/accounts.ts';
import { runningJobOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { endJob } from './closing-jobs.ts';
import { readJob, tellAll } from './job-rows.ts';
import { offerJobTo } from './offering.ts';
import { heldFor, type Order, submitOrder } from './submitting.ts';

const playRenter = 'play-renter';
/** One IO a network minute, so that a job of seconds is worth looking at. */
const hourlyPrice = (60n * baseUnitsPerIo).toString();
/** An acceptance may be on its way through an outage this long. */
const patienceMs = 3_600_000;

/** Minutes that it runs in for a part only: the first, the last, and where it stood still in between. */
const touchedMinutes = 10;

const mebibyte = 2 ** 20;

export interface DemoJob {
  /** By digest, registry written out. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly maxSeconds?: number;
}

/** @throws ZodError when the image is no reference by digest */
export const demoSpec = ({ image, command = [], maxSeconds = 60 }: DemoJob): JobSpec =>
  jobSpecSchema.parse({
    id: `demo-${randomBytes(6).toString('hex')}`,
    image,
    command,
    env: {},
    workdir: null,
    memoryBytes: 256 * mebibyte,
    cpuThreads: 1,
    pids: 64,
    scratchBytes: 0,
    gpus: [],
    network: 'none',
    maxSeconds,
  });

const minutesIn = (ms: number, { parameters }: Pick<Network, 'parameters'>): number =>
  Math.ceil((ms * hourMinutes) / parameters.hourMs);

/** Its account is there, and has what the job may cost. */
const provide = async (trx: Trx, network: Network, order: Order): Promise<void> => {
  await makeAccount(trx, network, { id: playRenter, name: 'play renter' });
  const lacks = heldFor(order, network.parameters) - (await balanceOf(trx, wallet(playRenter)));
  if (lacks <= 0n) return;
  const jobId = order.spec.id;
  const issue = transfer(
    { idempotencyKey: `play:${order.idempotencyKey}`, kind: 'grant', reference: jobId },
    move('play', wallet(playRenter), inBaseUnits(lacks)),
  );
  await post(trx, issue, { deviceId: null, epoch: null, at: network.clock.now() });
};

const takeBack = async (network: Network, jobId: string): Promise<void> => {
  const ending = { outcome: 'cancelled', memberOutcome: 'cancelled' } as const;
  const tidings = await inTransaction(network.db, async (trx) =>
    endJob(trx, await readJob(trx, jobId), ending, network.clock.now()),
  );
  tellAll(network, tidings);
};

/**
 * Offers a connected device a job, with the network's signature for its image.
 *
 * @returns `no_session`: the device is not connected; `busy`: it has a job, or an offer; `id_taken`: another job has that
 *   id
 */
export const offerJob = async (
  network: Network,
  deviceId: string,
  spec: JobSpec,
  whenOwnerReturns: OwnerReturnClass = 'freeze',
): Promise<'offered' | 'no_session' | 'busy' | 'id_taken'> => {
  if (!network.sessions.of(deviceId)?.isListening) return 'no_session';
  if ((await runningJobOf(network.db, deviceId)) !== null) return 'busy';
  const order: Order = {
    renterId: playRenter,
    spec,
    isVouched: true,
    targetId: deviceId,
    hourlyPrice,
    maxMinutes: minutesIn(spec.maxSeconds * 1000, network) + touchedMinutes,
    patienceMinutes: minutesIn(patienceMs, network),
    kind: 'single',
    requirements: { class: null, minVramBytes: null, gpus: 0, minTier: null, count: 1 },
    whenOwnerReturns,
    idempotencyKey: randomUUID(),
  };
  const submitted = await submitOrder(network, order, (trx) => provide(trx, network, order));
  if ('code' in submitted) {
    if (submitted.code === 'JOB_ID_TAKEN') return 'id_taken';
    throw new Error(`the play renter's job was refused: ${submitted.code}`);
  }
  if (await offerJobTo(network, submitted.jobId)) return 'offered';
  await takeBack(network, submitted.jobId);
  return network.sessions.of(deviceId)?.isListening ? 'busy' : 'no_session';
};
