/**
 * The people and devices that every life begins with: made once, undisturbed, in a database that each life has a copy of.
 * So two lives of one script differ in nothing but what was done to them.
 */
import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { demoSpec } from '../../../network/service/market/play-renter.ts';
import { type NetworkOptions, type RunningNetwork, startNetwork } from '../../../network/service/start-network.ts';
import type { StorePlace } from '../../../network/store/open-store.ts';
import type { JobSpec } from '../../../shared/contract/job-spec.ts';
import { localnetParameters } from '../../../shared/domain/parameters/record.ts';
import { silentLog } from '../../../shared/log.ts';
import { createManualClock, type ManualClock } from '../../../tests/fakes/manual-clock.ts';
import { cpuClaim, createPlayDevice, type PlayDevice } from '../../../tests/network/play-device.ts';
import { createPlayKey, type PlayKey } from '../../../tests/network/play-key.ts';

export const hourMs = 60_000;
/** Far enough into an hour that its turn is over, and early enough that no proof is due yet. */
export const intoHourMs = 300;
/** A whole hour of the calendar, in 2026. */
const beginsAt = 1_795_000_000_000 - (1_795_000_000_000 % hourMs);
/** Of one processor: what Localnet asks for. */
const required = 20_000_000_000n;
const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
const payoutAddress = '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU';

export const jobSpec = (id: string): JobSpec => ({ ...demoSpec({ image, maxSeconds: 86_400 }), id });

export interface World {
  /** Each of an account of its own, with an owner and a wallet. */
  readonly earners: readonly PlayDevice[];
  readonly earnerIds: readonly string[];
  /** Takes jobs, and is there for too few minutes to be paid for an hour. */
  readonly worker: PlayDevice;
  readonly workerId: string;
  renter(url: string): PlayKey;
  operator(url: string): PlayKey;
  /** What everybody's clock says from now on: one life at a time. */
  follow(clock: ManualClock): void;
  /** When a life begins: just into the first whole hour. */
  readonly startsAt: number;
}

const operatorPair = generateKeyPairSync('ed25519');
const publicKeyOf = ({ publicKey }: KeyPairKeyObjectResult): string => publicKey.export({ format: 'jwk' }).x ?? '';

/** Short rules, so that what takes weeks ends within a few hours. */
export const networkOptions = (place: StorePlace, clock: ManualClock): NetworkOptions => ({
  place,
  parameters: {
    ...localnetParameters({ hourMs }),
    ...{ cooldownHours: 3, appealHours: 4, payoutEveryHours: 2, walletHoldHours: 1 },
  },
  clock,
  log: silentLog,
  host: '127.0.0.1',
  port: 0,
  isSelfRunning: false,
  operatorKeys: [publicKeyOf(operatorPair)],
  vouchedImages: [image],
});

/** What takes an operator, a line or a proof is written into the tables. */
const makeReady = async ({ network: { db, clock } }: RunningNetwork, ids: readonly string[]): Promise<void> => {
  await db.updateTable('accounts').set({ complianceLevel: 2 }).execute();
  await db.updateTable('devices').set({ proofSpeedBps: 10_000, verifiedHours: 1 }).execute();
  const line = { at: clock.now() - 1, downMbps: 1_600, upMbps: 1_200 };
  await db
    .insertInto('linkTests')
    .values(ids.map((deviceId) => ({ deviceId, ...line })))
    .execute();
  const { number } = await db
    .selectFrom('epochs')
    .select('number')
    .where('step', '=', 'open')
    .executeTakeFirstOrThrow();
  const long = { throughEpoch: number - 1, servedMinutes: 40_000, presentMinutes: 40_000, continuousMinutes: 40_000 };
  await db
    .insertInto('uptimes')
    .values(ids.map((deviceId) => ({ deviceId, ...long })))
    .onConflict((conflict) => conflict.column('deviceId').doUpdateSet(long))
    .execute();
};

export const makeWorld = async (place: StorePlace): Promise<World> => {
  const clock = createManualClock(beginsAt + hourMs / 2);
  let followed = clock;
  const now = (): number => followed.now();
  const running = await startNetwork(networkOptions(place, clock));
  const { url } = running;
  const join = async (staked: bigint): Promise<{ device: PlayDevice; id: string }> => {
    const device = createPlayDevice(url, now);
    const { id } = await device.register(cpuClaim);
    const { status, body } = await device.stake(staked.toString());
    if (status !== 200) throw new Error(`no stake: ${JSON.stringify(body)}`);
    return { device, id };
  };
  const joined = [];
  for (let n = 0; n < 4; n += 1) joined.push(await join(required * 2n));
  const worker = await join(required);
  const renterPair = generateKeyPairSync('ed25519');
  await createPlayKey(url, now, renterPair).ok('POST', '/v1/accounts', { name: 'Renter' });
  for (const { device } of joined) {
    const owner = await device.owner();
    const { status } = await owner.name({ kind: 'payout_address', value: payoutAddress }, owner.wallet);
    if (status !== 200) throw new Error('no payout address');
  }
  for (let turns = 0; turns < 3; turns += 1) {
    clock.advance(hourMs + intoHourMs - (clock.now() % hourMs));
    await running.pass();
  }
  await makeReady(
    running,
    [...joined, worker].map(({ id }) => id),
  );
  await running.close();
  return {
    earners: joined.map(({ device }) => device),
    earnerIds: joined.map(({ id }) => id),
    worker: worker.device,
    workerId: worker.id,
    renter: (at) => createPlayKey(at, now, renterPair),
    operator: (at) => createPlayKey(at, now, operatorPair),
    follow: (other) => {
      followed = other;
    },
    startsAt: clock.now(),
  };
};
