/** An inference from a renter's command line to a device's own link and back, and three validators who compute it again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inferWith } from '../../electron/device/inferring.ts';
import type { InferPort } from '../../electron/link/inferrer.ts';
import { infer } from '../../shared/domain/inference/infer.ts';
import { inferenceModel } from '../../shared/domain/inference/model.ts';
import { heartbeatIntervalMs } from '../../shared/domain/presence/minutes.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { expectSettled } from '../network/court-bench.ts';
import { proveHere } from '../network/hosted-device.ts';
import { forged } from '../network/inference-bench.ts';
import { type OwnedLink, openOwnedLink } from '../network/owned-link.ts';
import { cpuClaim } from '../network/play-device.ts';
import { type PlayNetwork, startPlayNetwork } from '../network/play-network.ts';
import { jsonOf, perigee } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

const hourMs = 2_400;
const names = ['ann', 'bob', 'cy'] as const;
let network: PlayNetwork;
let device: OwnedLink;
let isHonest = true;
let root = '';

/** The heartbeat that is due has come, however busy this PC is. */
const isHeard = (): boolean => {
  const { sessions, clock } = network.running.network;
  return sessions
    .all()
    .every(({ lastHeartbeatAt }) => clock.now() - (lastHeartbeatAt ?? 0) <= heartbeatIntervalMs(hourMs));
};
const minutes = async (count: number): Promise<void> => {
  for (let minute = 0; minute < count; minute += 1) {
    network.clock.advance(hourMs / 60);
    await network.running.pass();
    await vi.waitFor(() => expect(isHeard()).toBe(true), { timeout: 5_000, interval: 2 });
  }
};
/** Until a release has come out after all that was answered, and the lot was drawn by it. */
const drawn = async (): Promise<void> => {
  for (let hour = 0; hour < 2; hour += 1) {
    network.clock.advance(hourMs);
    await network.running.pass();
  }
};
const argsOf = (name: string, words: readonly string[]): string[] => [
  ...[...words, '--network', network.running.url, '--json'],
  ...['--key', joinPath(root, name, 'key'), '--data', joinPath(root, name)],
];
const say = (name: string, ...words: string[]) => perigeeHere(argsOf(name, words));

beforeAll(async () => {
  root = await mkdtemp(joinPath(tmpdir(), 'perigee-inference-'));
  // The command line signs by this PC's clock, which the network believes within two minutes.
  network = await startPlayNetwork({
    ...{ hourMs, clock: createManualClock(Date.now()) },
    parameters: { grant: inBaseUnits(1_200_000_000_000n), inferenceSampleBps: 10_000 },
  });
  for (const name of names) await say(name, 'validator', 'key');
  await network.running.network.db.updateTable('accounts').set({ complianceLevel: 2 }).execute();
  for (const name of names) expect((await say(name, 'validator', 'stake', '10000')).code).toBe(0);
  await say('renter', 'rent', 'key');
  const own = inferWith({ clock: network.clock, takesJobs: () => true });
  const inferring: InferPort = async (task, signal) => (isHonest ? own(task, signal) : forged(infer(task), 3));
  device = await openOwnedLink(network, {
    ...{ claim: { ...cpuClaim, models: [inferenceModel] }, infer: inferring, prove: proveHere },
  });
  const { link } = device.membership;
  link.startSession();
  await vi.waitFor(() => expect(link.connection.get().state).toBe('online'), { timeout: 20_000 });
  for (let tries = 0; (await link.tier()).tier === 'unranked'; tries += 1) {
    if (tries === 20) throw new Error('the device never came to its first tier');
    await minutes(20);
  }
}, 60_000);
afterAll(async () => {
  await device.close();
  await network.close();
  await rm(root, { recursive: true });
});

/** Asks, and lives until the device has answered. */
const inferred = async (text: string): Promise<Record<string, unknown>> => {
  const asked = await say('renter', 'rent', 'infer', text, '--tokens', '8');
  expect([asked.code, jsonOf(asked)]).toMatchObject([0, { state: 'waiting', price: '800000', fee: '2000' }]);
  const { id } = jsonOf(asked);
  for (let tries = 0; tries < 60; tries += 1) {
    await minutes(1);
    const read = jsonOf(await say('renter', 'rent', 'result', String(id)));
    if (read.state === 'done') return read;
  }
  throw new Error('nobody answered');
};

/** Ids, oldest first. */
const readAll = async (): Promise<string[]> => {
  const { db } = network.running.network;
  const rows = await db.selectFrom('inferences').select('id').orderBy('submittedAt').execute();
  return rows.map(({ id }) => id);
};

describe('an inference', () => {
  it('is asked for by a text, done by the app’s own link, and read by its id', async () => {
    const { id, output, digests } = await inferred('Once upon a time');
    const right = infer({ prompt: Buffer.from('Once upon a time'), count: 8 });
    expect([output, digests]).toEqual([Buffer.from(right.tokens, 'hex').toString('base64'), right.digests]);
    const words = ['rent', 'result', String(id), '--follow', '--network', network.running.url];
    const told = await perigeeHere([
      ...words,
      '--key',
      joinPath(root, 'renter', 'key'),
      '--data',
      root,
      '--lang',
      'en',
    ]);
    expect(told.stdout).toContain(`Inference ${id} is done.\nBytes, in hex: ${right.tokens}\n`);
    expect((await say('ann', 'rent', 'result', String(id))).code).toBe(1);
    expect((await say('renter', 'rent', 'infer', '', '--tokens', '8')).code).toBe(2);
    expect((await say('renter', 'rent', 'infer', 'x', '--tokens', '65')).code).toBe(2);
    expect((await say('renter', 'rent', 'infer', 'x')).code).toBe(2);
  });

  it('is computed again by validators, who find which was made up, and from which token on', async () => {
    const right = (await readAll())[0];
    isHonest = false;
    const { id } = await inferred('And then');
    await drawn();
    const round = await perigee(argsOf('ann', ['validator', '--once']));
    expect(round.stderr).toBe('');
    expect(jsonOf(round).votes).toMatchObject([
      { matter: { matterId: right }, finding: 'rejected', because: 'result_right', state: 'sitting' },
      { matter: { matterId: id }, finding: 'upheld', because: 'result_differs', token: 3, state: 'sitting' },
    ]);
    const words = ['validator', '--once', '--network', network.running.url, '--key', joinPath(root, 'bob', 'key')];
    const spoken = await perigeeHere([...words, '--data', joinPath(root, 'bob'), '--lang', 'en']);
    expect(spoken.stdout).toContain('computed again, the result is what the device said.');
    expect(spoken.stdout).toContain('computed again, the result differs from token 3 on.');
    expect(jsonOf(await say('cy', 'validator', '--once')).votes).toEqual([]);
  });

  it('costs its device half of its stake where it was made up, and nothing where it was right', async () => {
    const checks = [];
    for (const id of await readAll()) checks.push(jsonOf(await say('renter', 'rent', 'result', id)).check);
    expect(checks).toEqual(['right', 'falsified']);
    const slashes = await network.running.network.db.selectFrom('slashes').select(['offence', 'deviceId']).execute();
    expect(slashes).toEqual([{ offence: 'O6', deviceId: device.membership.device.id }]);
    await expectSettled(network);
  });
});
