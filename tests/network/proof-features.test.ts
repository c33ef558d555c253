/** What is kept of each card's proof: that all of it reaches the store, from a device by hand and from a real one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { CamelCasePlugin, Kysely, PGliteDialect, sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { createRightOfWay } from '../../electron/checks/right-of-way.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createProblemBoard } from '../../electron/device/problem-board.ts';
import { proveWith } from '../../electron/device/proving.ts';
import { openIdentity } from '../../electron/link/identity.ts';
import { createLink } from '../../electron/link/link.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { firstTables } from '../../network/store/migrations/0001-first-tables.ts';
import { proofsOfRigs } from '../../network/store/migrations/0002-proofs-of-rigs.ts';
import { proofFeatures } from '../../network/store/migrations/0003-proof-features.ts';
import type { Tables } from '../../network/store/schema.ts';
import { nothingRead } from '../../shared/contract/app/machine.ts';
import type { ProofTelemetry, ProofVerdict } from '../../shared/contract/network/proofs.ts';
import { processorTask } from '../../shared/domain/proof/pace.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { silentLog } from '../../shared/log.ts';
import { softwareGpu } from '../probe/machine.ts';
import { realProbe, swiftShaderIcd, withSwiftShader } from '../probe/real-probe.ts';
import { cpuClaim, createPlayDevice, emptyParts, type PlayNonces } from './play-device.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
afterEach(() => network.close());

const conditions = { coreClockMhz: 1_950, memoryClockMhz: 9_501, temperatureCelsius: 64, powerWatts: 320.5 };
const telemetry: ProofTelemetry = {
  fillMs: 12,
  walkMs: 8,
  dispatchMs: [3, 4, 1],
  subgroupSize: 32,
  adapterHash: 'ab'.repeat(32),
  driver: '580.95.05',
  conditions,
};

const kept = async () => network.running.network.db.selectFrom('proofRecords').selectAll().executeTakeFirst();

const begin = async (answersPings = true) => {
  network = await startPlayNetwork();
  const device = createPlayDevice(network.running.url, network.clock.now);
  const session = await device.openSession((await device.register(cpuClaim)).id, answersPings);
  await session.beat();
  await network.running.pass();
  const { challenge } = await session.next('challenge');
  /** @param said its telemetry; @param isRight of the fill's second half */
  const prove = async (said: object | null, isRight = true): Promise<ProofVerdict> => {
    const prover = createCpuProver(challenge.parts[0]?.spec as never, async () => undefined);
    const fill = await prover.fill();
    const fillShares = fill.map((share, at) => (isRight || at < fill.length / 2 ? share : { ...share, word: 0 }));
    const parts = emptyParts(challenge).map((part) => ({ ...part, fillShares }));
    const nonces = (await device.commit(challenge, parts)).body.parts as PlayNonces;
    const walkShares = await prover.walk(nonces[0]?.nonce ?? '');
    const walk = { gpu: 0, walkShares, telemetry: said as ProofTelemetry };
    const { status, body } = await device.answer(challenge, parts, nonces, [walk]);
    expect(status).toBe(200);
    return body as unknown as ProofVerdict;
  };
  return { prove };
};

describe('a proof', () => {
  it('is kept with what its card was at and with the way to it, for a month and until its weeks are over', async () => {
    const { prove } = await begin();
    const { roundTrip } = await prove(telemetry);
    // The network's clock stands still in this test: what counts is that a pong came.
    expect(roundTrip?.floorMs).toBe(0);
    expect(await kept()).toMatchObject({ telemetry, roundTripFloorMs: 0, fillByShard: [], verdict: 'passed' });
    network.clock.advance(719 * network.parameters.hourMs);
    await network.running.pass();
    expect(await kept()).toBeDefined();
    // A network's first table is of five weeks.
    network.clock.advance(842 * network.parameters.hourMs);
    await network.running.pass();
    await network.running.pass();
    expect(await kept()).toBeUndefined();
  });

  it('of an older app says nothing of its card, and what a newer one says beside is not kept', async () => {
    const { conditions: _unknown, ...older } = telemetry;
    const { prove } = await begin();
    await prove({ ...older, fanNoise: 'loud' });
    expect((await kept())?.telemetry).toEqual({ ...older, conditions: null });
  });

  it('over a way that nobody answers on is kept without one', async () => {
    const { prove } = await begin(false);
    expect(await prove(null)).toMatchObject({ verdict: 'passed', roundTrip: null });
    expect(await kept()).toMatchObject({ roundTripFloorMs: null, roundTripJitterMs: null, telemetry: null });
  });

  it('with a wrong fill is kept with the shards that were looked at', async () => {
    const { prove } = await begin();
    const { verdict, parts } = await prove(null, false);
    expect(verdict).toBe('invalid_share');
    const [part] = parts;
    expect(part?.fillByShard).toEqual([{ shard: 0, checked: part?.sharesChecked, wrong: part?.sharesWrong }]);
    expect((await kept())?.fillByShard).toEqual(part?.fillByShard);
  });
});

describe('a store of before', () => {
  it('goes on with nothing known of its proofs', async () => {
    const db = new Kysely<Tables>({
      dialect: new PGliteDialect({ pglite: new PGlite() }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    });
    for (const step of [firstTables, proofsOfRigs]) await step(db);
    const { conditions: _, ...before } = telemetry;
    await sql`insert into devices (id, public_key, account_id, name, claim, registered_at, compliance_level)
      values ('d', 'k', 'a', 'd', '{}', 0, 1)`.execute(db);
    await sql`insert into challenges
      (id, device_id, epoch, fill_deadline_ms, walk_deadline_ms, sent_at, state, parts)
      values ('c', 'd', 0, 1, 1, 0, 'passed', '[]')`.execute(db);
    await sql`insert into proof_records (challenge_id, gpu, device_id, account_id, class, at, verdict, fill_ms, walk_ms,
      walk_bytes_per_ms, fill_blocks_per_ms, shares_found, shares_expected, telemetry)
      values ('c', 0, 'd', 'a', 'cpu', 0, 'passed', 1, 1, 1, 1, 1, 1, ${JSON.stringify(before)})`.execute(db);
    await proofFeatures(db);
    expect(await db.selectFrom('proofRecords').selectAll().execute()).toMatchObject([
      {
        roundTripFloorMs: null,
        roundTripJitterMs: null,
        fillByShard: [],
        telemetry: { ...telemetry, conditions: null },
      },
    ]);
    await db.destroy();
  });
});

describe.skipIf(swiftShaderIcd === null)(`a real device ${withSwiftShader}`, () => {
  it('is kept with all that its probe saw', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'perigee-features-'));
    const mib = 2 ** 20;
    const difficulty = { ...processorTask.difficulty, target: 'gpu' as const, coverBytes: 64 * mib, lanes: 2 ** 14 };
    network = await startPlayNetwork({ tasksFor: () => [{ ...processorTask, difficulty }] });
    const clock = { ...systemClock, now: network.clock.now };
    const probe = realProbe();
    const database = openDatabase(join(dir, 'state.db'), 0);
    const verdicts: ProofVerdict[] = [];
    const link = createLink({
      baseUrl: network.running.url,
      identity: openIdentity(join(dir, 'device.key'), 0),
      owner: openIdentity(join(dir, 'owner.key'), 0),
      clock,
      log: silentLog,
      outbox: openOutboxTable(database),
      deviceName: 'real',
      claim: {
        ...cpuClaim,
        kind: 'gpu',
        class: 'software-gpu',
        isSoftware: true,
        gpus: [{ model: null, vramBytes: null, offeredBytes: null }],
      },
      infer: async () => null,
      prove: proveWith({
        pool: { for: () => probe },
        way: createRightOfWay(),
        gpus: [
          { id: softwareGpu.id, adapterName: softwareGpu.adapterName ?? '', selector: null, driver: 'x'.repeat(300) },
        ],
        problems: createProblemBoard(clock),
        clock,
        // No card of this machine has a sensor.
        lookAt: async () => ({ at: clock.now(), ...nothingRead, ...conditions }),
      }),
      onOffer: () => undefined,
      onCancel: () => undefined,
      onVerdict: (verdict) => verdicts.push(verdict),
      onEpochClosed: () => undefined,
      onSlashed: () => undefined,
      onProblem: () => undefined,
    });
    try {
      await link.parameters();
      await link.register();
      link.startSession();
      await expect
        .poll(
          async () => {
            await network.running.pass();
            return verdicts.length;
          },
          { timeout: 60_000, interval: 200 },
        )
        .toBe(1);
      expect(verdicts[0]).toMatchObject({ verdict: 'passed', roundTrip: { floorMs: 0, jitterMs: 0 } });
      const record = await kept();
      expect(record).toMatchObject({ roundTripFloorMs: 0, roundTripJitterMs: 0, fillByShard: [] });
      expect(record?.sharesFound).toBe(verdicts[0]?.sharesFound);
      const said = record?.telemetry;
      expect(said).toMatchObject({ conditions, driver: 'x'.repeat(200) });
      expect(said?.adapterHash).toMatch(/^[0-9a-f]{64}$/);
      expect(said?.subgroupSize).toBeGreaterThan(0);
      expect(said?.dispatchMs.length).toBeGreaterThan(0);
      expect(Math.min(said?.fillMs ?? 0, said?.walkMs ?? 0)).toBeGreaterThan(0);
    } finally {
      await link.close();
      await probe.close();
      database.close();
      rmSync(dir, { recursive: true });
    }
  });
});
