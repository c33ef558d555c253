/** Challenges on the real service and database: each way to fail has its own verdict, and nobody pays for our mistakes. */
import { afterEach, describe, expect, it } from 'vitest';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { ProofVerdict } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { type Recompute, referenceRecompute } from '../../shared/domain/proof/recompute.ts';
import { challengeOf, type Joined, join, live } from './joined-device.ts';
import { cpuClaim, createPlayDevice, emptyParts, type PlayNonces, type PlayPart } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
const begin = async (options: Parameters<typeof startPlayNetwork>[0] = {}): Promise<void> => {
  network = await startPlayNetwork(options);
};
afterEach(() => network.close());

const rigClaim: HardwareClaim = {
  ...cpuClaim,
  kind: 'gpu',
  class: 'software-gpu',
  isSoftware: true,
  count: 2,
  gpus: [0, 1].map(() => ({ model: null, vramBytes: null, offeredBytes: null })),
};

const stateOf = async (challengeId: string): Promise<string> => {
  const { db } = network.running.network;
  const row = await db.selectFrom('challenges').select('state').where('id', '=', challengeId).executeTakeFirstOrThrow();
  return row.state;
};

const alarms = async (): Promise<string[]> =>
  (await network.running.network.db.selectFrom('alarms').select('kind').orderBy('at').execute()).map(
    ({ kind }) => kind,
  );

describe('a rig', () => {
  it('is asked for every card at one instant, each with a seed and a nonce of its own', async () => {
    await begin();
    const rig = await join(network, { claim: rigClaim });
    const challenge = await challengeOf(rig);
    expect(challenge.parts.map(({ gpu }) => gpu)).toEqual([0, 1]);
    expect(new Set(challenge.parts.map(({ spec }) => spec.seed)).size).toBe(2);
    const verdict = await rig.device.prove(challenge);
    expect(verdict).toMatchObject({ verdict: 'passed', isExcused: false });
    expect(verdict.parts.map((part) => [part.gpu, part.verdict, part.sharesWrong])).toEqual([
      [0, 'passed', 0],
      [1, 'passed', 0],
    ]);
    const kept = await network.running.network.db.selectFrom('challenges').select(['nonces', 'signature']).execute();
    expect(new Set(kept[0]?.nonces?.map(({ nonce }) => nonce)).size).toBe(2);
    expect(kept[0]?.signature).toMatch(/^[\w-]{86}$/);
  });

  it('that proves one of its cards with the other’s answer is told so, in that part alone', async () => {
    await begin();
    const rig = await join(network, { claim: rigClaim });
    const challenge = await challengeOf(rig);
    const first = { ...challenge, parts: challenge.parts.slice(0, 1) };
    const prover = createCpuProver(first.parts[0]?.spec as never, async () => undefined);
    const fillShares = await prover.fill();
    const parts: PlayPart[] = emptyParts(challenge).map((part) => ({ ...part, fillShares }));
    const committed = await rig.device.commit(challenge, parts);
    const nonces = committed.body.parts as PlayNonces;
    const walkShares = await prover.walk(nonces[0]?.nonce ?? '');
    const walks = parts.map(({ gpu }) => ({ gpu, walkShares }));
    const verdict = (await rig.device.answer(challenge, parts, nonces, walks)).body as unknown as ProofVerdict;
    expect(verdict.verdict).toBe('replayed');
    expect(verdict.parts.map((part) => [part.verdict, part.detail])).toEqual([
      ['passed', null],
      ['replayed', 'other_card'],
    ]);
    expect(verdict.provenBytes).toBe(0);
  });

  it('that leaves a card out of its commitment is malformed', async () => {
    await begin();
    const rig = await join(network, { claim: rigClaim });
    const challenge = await challengeOf(rig);
    const { status, body } = await rig.device.commit(challenge, emptyParts(challenge).slice(0, 1));
    expect([status, body.code]).toEqual([422, 'COMMITMENT_MALFORMED']);
    expect(await stateOf(challenge.challengeId)).toBe('failed');
  });
});

describe('a claim', () => {
  it('that contradicts itself is refused with its reason, whoever signs it', async () => {
    await begin();
    const device = createPlayDevice(network.running.url, network.clock.now);
    const register = (change: Partial<HardwareClaim>) =>
      device.ask('POST', '/v1/devices', {
        publicKey: device.publicKey,
        name: 'x',
        claim: { ...cpuClaim, kind: 'gpu', ...change },
      });
    const refused = await register({ class: 'h100', vramBytes: 2 ** 30 });
    expect([refused.status, refused.body.code, refused.body.data]).toEqual([
      422,
      'CLAIM_REFUSED',
      { reason: 'memory' },
    ]);
    expect((await register({ class: 'h100', vramBytes: 80 * 2 ** 30 })).status).toBe(200);
  });
});

describe('a proof', () => {
  it('whose memory could not be had is told apart from a false one, and is not held against anybody', async () => {
    await begin();
    const joined = await join(network);
    const challenge = await challengeOf(joined);
    const short = emptyParts(challenge).map((part) => ({ ...part, coveredBytes: part.coveredBytes - 1 }));
    const { status, body } = await joined.device.commit(challenge, short);
    expect([status, body.code]).toEqual([409, 'COVERAGE_SHORT']);
    expect(body.data).toMatchObject({ coveredBytes: short[0]?.coveredBytes, neededBytes: 2 ** 20 });
    const { db } = network.running.network;
    expect((await db.selectFrom('devices').select('failedInRow').executeTakeFirstOrThrow()).failedInRow).toBe(0);
    const { verdict } = await db.selectFrom('challenges').select('verdict').executeTakeFirstOrThrow();
    expect(verdict?.verdict).toBe('wrong_coverage');
  });

  it('under a transcript that was not signed as it was said is malformed', async () => {
    await begin();
    const joined = await join(network);
    const challenge = await challengeOf(joined);
    const parts = emptyParts(challenge);
    const nonces = (await joined.device.commit(challenge, parts)).body.parts as PlayNonces;
    const other = nonces.map(({ gpu }) => ({ gpu, nonce: '0'.repeat(32) }));
    const { body } = await joined.device.answer(challenge, parts, other, [{ gpu: 0, walkShares: [] }]);
    expect(body.verdict).toBe('malformed');
  });

  it('with a nonce that nobody gave is not valid', async () => {
    await begin();
    const joined = await join(network);
    const challenge = await challengeOf(joined);
    const prover = createCpuProver(challenge.parts[0]?.spec as never, async () => undefined);
    const parts = emptyParts(challenge).map((part) => ({ ...part, fillShares: [] }));
    const fillShares = await prover.fill();
    for (const part of parts) part.fillShares = fillShares as never;
    const nonces = (await joined.device.commit(challenge, parts)).body.parts as PlayNonces;
    const walkShares = await prover.walk('ab'.repeat(16));
    const { body } = await joined.device.answer(challenge, parts, nonces, [{ gpu: 0, walkShares }]);
    expect((body as unknown as ProofVerdict).parts).toMatchObject([{ verdict: 'invalid_share', detail: null }]);
  });
});

/** Arithmetic of a new version that is wrong about walks. */
const brokenArithmetic: Recompute = {
  ...referenceRecompute,
  name: 'broken',
  digests: (spec, nonce, lanes) =>
    referenceRecompute.digests(spec, nonce, lanes).map(([a, b, c, d]) => [a, b, c, (d ^ 1) >>> 0]),
};

const fleetSize = 8;
const joinFleet = async (): Promise<Joined[]> => {
  const fleet: Joined[] = [];
  for (let at = 0; at < fleetSize; at += 1) fleet.push(await join(network));
  return fleet;
};

/** Lives through time, and each device proves whatever it is asked. @returns the verdicts in order */
const proveFor = async (fleet: readonly Joined[], seconds: number): Promise<ProofVerdict[]> => {
  const taken = new Set<string>();
  const verdicts: ProofVerdict[] = [];
  for (let second = 0; second < seconds; second += 1) {
    for (const { device, session } of fleet)
      for (const event of session.events) {
        if (event.kind !== 'challenge' || taken.has(event.challenge.challengeId)) continue;
        taken.add(event.challenge.challengeId);
        verdicts.push(await device.prove(event.challenge));
      }
    await live(network, fleet, 1);
  }
  return verdicts;
};

/** The same devices on a network that was started anew. */
const comeBack = async (fleet: readonly Joined[]): Promise<Joined[]> => {
  const back: Joined[] = [];
  for (const { id, device } of fleet) {
    const moved = device.at(network.running.url);
    const session = await moved.openSession(id);
    await session.beat();
    back.push({ id, device: moved, session });
  }
  return back;
};

const kindsOf = (verdicts: readonly ProofVerdict[]): string[] => [
  ...new Set(verdicts.map(({ verdict, isExcused }) => (isExcused ? `${verdict}, excused` : verdict))),
];

describe('a change of the network', () => {
  it('runs a new verifier in the old one’s shadow first: it is wrong, nobody fails, and an alarm says so', async () => {
    await begin({
      parameters: { verifier: 'reference', shadowVerifier: 'webassembly', shadowEvery: 1 },
      arithmetic: { reference: referenceRecompute, webassembly: brokenArithmetic },
    });
    expect(kindsOf(await proveFor(await joinFleet(), 1))).toEqual(['passed']);
    expect(await alarms()).toEqual(['verifiers_disagree']);
  });

  it('that fails a whole fleet is not held against the devices that had proven themselves', async () => {
    const arithmetic = { reference: referenceRecompute, webassembly: brokenArithmetic };
    await begin({ parameters: { verifier: 'reference', shadowVerifier: null }, arithmetic });
    const fleet = await joinFleet();
    expect(kindsOf(await proveFor(fleet, 22))).toEqual(['passed']);

    await network.restart({ parameters: { verifier: 'webassembly', shadowVerifier: null }, arithmetic });
    const back = await comeBack(fleet);
    const verdicts = await proveFor(back, 60);
    expect(kindsOf(verdicts)).toContain('invalid_share, excused');
    expect(await alarms()).toContain('enforcement_suspended');
    const { db } = network.running.network;
    const devices = await db.selectFrom('devices').select(['failedInRow', 'revokedAt']).execute();
    expect(devices.map(({ failedInRow }) => failedInRow)).toEqual(Array(fleetSize).fill(0));
    expect(await db.selectFrom('slashes').selectAll().execute()).toEqual([]);

    await network.restart({ parameters: { verifier: 'reference', shadowVerifier: null }, arithmetic });
    expect(kindsOf(await proveFor(await comeBack(fleet), 22))).toEqual(['passed']);
  }, 60_000);

  it('serves apps of before it until their notice is over, and then asks them to update instead of failing them', async () => {
    const now = 1_795_000_000_000;
    const algorithms = (acceptedUntil: number) => ({
      proofAlgorithms: [
        { name: 'perigee-fill-walk-9', acceptedUntil: null },
        { name: 'perigee-fill-walk-1', acceptedUntil },
      ],
    });
    await begin({ parameters: algorithms(now + 3_600_000) });
    const fleet = await joinFleet();
    expect(kindsOf(await proveFor(fleet, 22))).toEqual(['passed']);

    await network.restart({ parameters: algorithms(now - 3_600_000) });
    const back = await comeBack(fleet);
    expect(await proveFor(back, 42)).toEqual([]);
    for (const { device } of back) expect((await device.ask('GET', '/v1/devices/me')).body.state).toBe('unsupported');
    const { db } = network.running.network;
    expect((await db.selectFrom('challenges').select('state').execute()).every(({ state }) => state === 'passed')).toBe(
      true,
    );
    expect(await alarms()).toEqual([]);
  });
});

describe('ticks', () => {
  it('ask a part of the network at one instant, and say at which', async () => {
    await begin();
    const fleet = await joinFleet();
    await proveFor(fleet, 42);
    const { db } = network.running.network;
    const rows = await db.selectFrom('proofRecords').select(['tick', 'deviceId', 'at', 'verdict']).execute();
    const ticked = rows.filter(({ tick }) => tick !== null);
    const byTick = [...Map.groupBy(ticked, ({ tick }) => tick).values()];
    expect(byTick.some((asked) => new Set(asked.map(({ deviceId }) => deviceId)).size > 1)).toBe(true);
    expect(rows.every(({ verdict }) => verdict === 'passed')).toBe(true);
  });
});
