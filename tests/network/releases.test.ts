import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyFolder } from '../../electron/headless/cli/verify-folder.ts';
import { executeLost, proposeSlash } from '../../network/service/court/slashes.ts';
import type { ReleaseSources } from '../../network/service/releases/sources.ts';
import type { CountryMemory } from '../../shared/domain/releases/country.ts';
import { releaseFileName } from '../../shared/domain/releases/files.ts';
import type { Manifest } from '../../shared/domain/releases/manifest.ts';
import type { ReleaseRow } from '../../shared/domain/releases/row.ts';
import { perigeeHere } from '../cli/perigee-here.ts';
import { isSignedBy } from '../fakes/releases/signers.ts';
import { challengeOf, type Joined, join, live, required } from './joined-device.ts';
import { cpuClaim } from './play-device.ts';
import { createPlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let root = '';
let dir = '';
let joined: Joined[] = [];

beforeAll(async () => {
  root = await mkdtemp(joinPath(tmpdir(), 'perigee-releases-'));
  dir = joinPath(root, 'published');
  network = await startPlayNetwork({ releasesDir: dir });
  joined = [
    await join(network, { staked: required }),
    await join(network, { staked: required }),
    await join(network, { claim: { ...cpuClaim, kind: 'gpu', class: 'software-gpu', isSoftware: true } }),
  ];
});
afterAll(async () => {
  await network.close();
  await rm(root, { recursive: true });
});

/** One hour in which every device proves, to a little after its end. */
const liveHour = async (seconds = 20): Promise<void> => {
  for (const one of joined) await one.device.prove(await challengeOf(one));
  await live(network, joined, seconds);
};
const blocksIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(6, -6));
const manifestsIn = async (folder: string): Promise<Manifest[]> =>
  Promise.all(
    (await blocksIn(folder))
      .toSorted()
      .map(async (id) => JSON.parse(await readFile(joinPath(folder, releaseFileName(id, 'manifest')), 'utf8'))),
  );
const rowsOf = async (blockId: string): Promise<ReleaseRow[]> =>
  (await readFile(joinPath(dir, releaseFileName(blockId, 'rows')), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const verify = async (folder: string, validators: string[] = []) => {
  const { keys } = network.running.network;
  return verifyFolder({
    dir: folder,
    keys: { network: [keys.publicKey], validators },
    isSignedBy,
    signal: new AbortController().signal,
    onBlock: () => undefined,
  });
};
const balance = async (account: string): Promise<bigint> => {
  const row = await network.running.network.db
    .selectFrom('balances')
    .select('amount')
    .where('account', '=', account)
    .executeTakeFirst();
  return row?.amount ?? 0n;
};
const restart = async (releaseSources: Partial<ReleaseSources>): Promise<void> => {
  await network.restart({ releaseSources });
  joined = await Promise.all(
    joined.map(async ({ id, device: before }) => {
      const device = before.at(network.running.url);
      const session = await device.openSession(id);
      await session.beat();
      return { id, device, session };
    }),
  );
  await network.running.pass();
};

it('publishes every hour that has closed, and what it says follows from itself and from the hour before', async () => {
  await liveHour(11);
  await liveHour();
  const manifests = await manifestsIn(dir);
  expect(manifests.map(({ epoch, rows, hour }) => [epoch, rows, hour.is_part])).toEqual([
    [0, 3, true],
    [1, 3, false],
  ]);
  const { findings, rows, unwitnessed } = await verify(dir);
  expect(findings).toEqual([]);
  expect([rows, unwitnessed]).toEqual([6, 2]);
  const paid = await rowsOf(manifests[1]?.block_id ?? '');
  expect(paid.map(({ class: name, reason, state }) => [name, reason, state]).toSorted()).toEqual([
    ['cpu', null, 'ready'],
    ['cpu', null, 'ready'],
    ['software-gpu', 'stake', 'ready'],
  ]);
  expect(new Set(paid.map(({ owner_tag }) => owner_tag)).size).toBe(3);
  expect(paid.map(({ country }) => country)).toEqual(['other', 'other', 'other']);
}, 60_000);

it('goes on where it stopped when it ended between closing and publishing, and through hours that it slept', async () => {
  const [first] = joined;
  const broken: Partial<ReleaseSources> = { validatorKeys: () => Promise.reject(new Error('not now')) };
  await restart(broken);
  const slash = await proposeSlash(network.running.network, {
    ...{ deviceId: first?.id ?? '', offence: 'O5', evidence: [] },
    offenceAt: network.clock.now(),
  });
  expect(await executeLost(network.running.network, slash?.id ?? '')).toBe(true);
  await live(network, joined, 20);
  expect(await blocksIn(dir)).toHaveLength(2);
  const closed = await network.running.network.db.selectFrom('epochs').select('number').where('step', '=', 'closed');
  expect(await closed.execute()).toHaveLength(3);

  await restart({});
  const manifests = await manifestsIn(dir);
  expect(manifests).toHaveLength(3);
  const told = await rowsOf(manifests[2]?.block_id ?? '');
  expect(told.find(({ device_id }) => device_id === first?.id)?.slashed).toBe(String(slash?.amount));
  expect(told.filter(({ slashed }) => slashed !== '0')).toHaveLength(1);
  expect(manifests[2]?.totals.burned).toBe(String(await balance('burned')));

  // Asleep from the middle of an hour that somebody was seen in; the hours after it are empty.
  network.clock.advance(70_000);
  await live(network, joined, 12);
  const all = await manifestsIn(dir);
  expect(all.length).toBeGreaterThanOrEqual(6);
  expect(all.map(({ epoch }) => epoch)).toEqual(all.map((_, at) => at));
  expect(all.filter(({ rows }) => rows === 0).length).toBeGreaterThanOrEqual(2);
  expect((await verify(dir)).findings).toEqual([]);
  const sum = (key: 'emission' | 'granted' | 'burned'): bigint =>
    all.reduce((total, { totals }) => total + BigInt(totals[key]), 0n);
  expect(sum('emission')).toBe(-(await balance('emission')));
  expect(sum('granted')).toBe(-(await balance('play')));
  expect(sum('burned')).toBe(await balance('burned'));
  expect(all.at(-1)?.totals.supply).toBe(String(sum('emission') + sum('granted') - sum('burned')));
  expect(all.at(-1)?.totals.carry).toBe(
    String((await balance('pool:enterprise:carry')) + (await balance('pool:community:carry'))),
  );
}, 60_000);

it('is fetched by anybody to the byte, and once', async () => {
  const copy = joinPath(root, 'fetched');
  const fetchAll = async () =>
    JSON.parse((await perigeeHere(['release', 'fetch', copy, '--network', network.running.url, '--json'])).stdout);
  const count = (await blocksIn(dir)).length;
  expect(await fetchAll()).toEqual({ fetched: count, known: 0, dir: copy });
  expect(await fetchAll()).toEqual({ fetched: 0, known: count, dir: copy });
  for (const name of await readdir(dir))
    expect(await readFile(joinPath(copy, name)), name).toEqual(await readFile(joinPath(dir, name)));
  const { code, stdout } = await perigeeHere(['release', 'verify', copy]);
  expect([code, stdout.match(/✓/g)?.length]).toEqual([0, count]);

  const blockId = (await blocksIn(copy)).toSorted()[1] ?? '';
  const path = joinPath(copy, releaseFileName(blockId, 'rows'));
  const text = await readFile(path, 'utf8');
  const lines = text.split('\n');
  const changed = lines[1]?.replace(/"stake":"(\d)/, (_all, digit) => `"stake":"${(Number(digit) + 1) % 10}`) ?? '';
  await writeFile(path, text.replace(lines[1] ?? '', changed));
  const { findings } = await verify(copy);
  expect(findings.find(({ code: found }) => found === 'row_changed')).toMatchObject({
    blockId,
    row: 2,
    deviceId: (JSON.parse(lines[1] ?? '{}') as ReleaseRow).device_id,
  });
}, 60_000);

it('lists and serves parts of files without a key, under its own names only', async () => {
  const key = createPlayKey(network.running.url, network.clock.now);
  const [blockId = ''] = (await blocksIn(dir)).toSorted();
  const get = (target: string, host = key.authority) => {
    const [path = '', query = ''] = target.split('?');
    return key.send({ method: 'GET', path, query: `?${query}`, body: '' }, { host });
  };
  const { body } = await get('/v1/releases?limit=2&order=asc');
  expect(body).toMatchObject({ releases: [{ blockId, epoch: 0, rows: 3 }, { epoch: 1 }] });
  const { body: second } = await get(`/v1/releases?limit=1&order=asc&after=${blockId}`);
  expect((second.releases as { epoch: number }[]).map(({ epoch }) => epoch)).toEqual([1]);
  expect((await get('/v1/releases?limit=2', 'elsewhere.example')).body).toMatchObject({ code: 'SIGNATURE_REFUSED' });
  expect((await get('/v1/releases/20200101T000000.000Z/manifest')).body.code).toBe('RELEASE_NOT_FOUND');
  const part = await fetch(`${network.running.url}/v1/releases/${blockId}/rows?after=1&limit=1`);
  const whole = await readFile(joinPath(dir, releaseFileName(blockId, 'rows')), 'utf8');
  expect(await part.text()).toBe(`${whole.split('\n')[1]}\n`);
  expect(part.headers.get('content-disposition')).toContain(releaseFileName(blockId, 'rows'));
});

it('needs a validator’s signature where it names one, who alone may give it', async () => {
  const keys = generateKeyPairSync('ed25519');
  const { publicKey } = createPlayKey(network.running.url, network.clock.now, keys);
  const countriesOf = async (ids: readonly string[]) => new Map(ids.map((id) => [id, 'DE']));
  await restart({ countriesOf, validatorKeys: async () => [publicKey] });
  await live(network, joined, 20);
  const blockId = (await blocksIn(dir)).toSorted().at(-1) ?? '';
  const manifest = await readFile(joinPath(dir, releaseFileName(blockId, 'manifest')), 'utf8');
  expect(JSON.parse(manifest).signers.validators).toEqual([publicKey]);
  expect((await verify(dir)).findings).toMatchObject([{ code: 'signature_missing', blockId, key: 'validator' }]);

  // Remembered, and not named: too few stand there, and not for long.
  const { memory } = await network.running.network.db
    .selectFrom('releaseCountries')
    .selectAll()
    .executeTakeFirstOrThrow();
  const cells = Object.values(JSON.parse(memory) as CountryMemory).map(({ cell, hours }) => `${cell} ${hours}`);
  expect(cells.toSorted()).toEqual(['DE/cpu/bronze 1', 'DE/cpu/unranked 1', 'DE/software-gpu/unranked 1']);
  expect((await rowsOf(blockId)).every(({ country }) => country === 'other')).toBe(true);

  const validator = createPlayKey(network.running.url, network.clock.now, keys);
  const stranger = createPlayKey(network.running.url, network.clock.now);
  const path = `/v1/releases/${blockId}/signatures`;
  const message = `perigee-release-1\n${manifest}`;
  const signed = (key: typeof stranger, text: string) => key.ask('POST', path, { signature: key.signText(text) });
  expect((await signed(stranger, message)).body.code).toBe('NOT_A_SIGNER');
  expect((await signed(validator, manifest)).body.code).toBe('RELEASE_SIGNATURE_WRONG');
  expect((await signed(validator, message)).body).toEqual({ blockId });
  expect((await signed(validator, message)).body).toEqual({ blockId });
  await network.running.pass();
  expect((await verify(dir, [publicKey])).findings.filter(({ blockId: about }) => about === blockId)).toEqual([]);
  expect((await verify(dir)).findings).toEqual([]);
}, 60_000);

it('is never changed once it is out', async () => {
  const { db } = network.running.network;
  await expect(db.updateTable('releases').set({ rows: 0 }).execute()).rejects.toThrow(/append-only/);
  await expect(db.deleteFrom('releaseRows').execute()).rejects.toThrow(/append-only/);
});

it('is not written into a folder that has another network’s', async () => {
  const stranger = joinPath(dir, releaseFileName('20200101T000000.000Z', 'rows'));
  await writeFile(stranger, '');
  const before = await blocksIn(dir);
  await restart({});
  await live(network, joined, 20);
  expect(await blocksIn(dir)).toEqual(before);
  await rm(stranger);
  await network.running.pass();
  expect((await blocksIn(dir)).length).toBe(before.length);
  expect((await verify(dir)).findings).toEqual([]);
}, 60_000);

it('begins with the first hour of which everything was kept', async () => {
  const older = await startPlayNetwork({
    releaseSources: { validatorKeys: () => Promise.reject(new Error('not now')) },
  });
  older.clock.advance(60_000);
  await older.running.pass();
  await older.running.network.db.deleteFrom('hourCoins').where('epoch', '<', 2).execute();
  await older.restart({ releaseSources: {} });
  const made = await older.running.network.db.selectFrom('releases').selectAll().orderBy('epoch').execute();
  expect(made[0]?.epoch).toBe(2);
  expect((JSON.parse(made[0]?.manifest ?? '{}') as Manifest).previous).toBeNull();
  await older.close();
});
