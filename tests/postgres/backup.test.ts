import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { postgresBinDir } from '../../scripts/provision/programs.ts';
import { join as joinNetwork, live, required } from '../network/joined-device.ts';
import { startPlayNetwork } from '../network/play-network.ts';
import { askServer, makeDatabase } from '../network/play-place.ts';
import { onServer, server } from './server.ts';

const run = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), 'perigee-backup-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.skipIf(server === null)(`a backup ${onServer}`, () => {
  it('brings back every coin and every hour, and the network goes on where it was', async () => {
    const database = await makeDatabase(server as string);
    const sums = () =>
      askServer(
        database.url,
        'select account, sum(amount)::text as held from postings group by account order by account',
      );
    const hours = () =>
      askServer(database.url, 'select number::int4, step, closed_at::text from epochs order by number');
    const network = await startPlayNetwork({
      place: { place: { databaseUrl: database.url, isTimeOwn: true }, words: [], remove: database.remove },
    });
    const joined = await joinNetwork(network, { staked: required });
    await joined.device.prove((await joined.session.next('challenge')).challenge);
    await live(network, [joined], 11);
    await joined.device.prove((await joined.session.next('challenge')).challenge);
    await live(network, [joined], 18);

    // While it runs: a dump is one moment of the database, whatever goes on beside it.
    const dump = join(dir, 'network.dump');
    await run(join(postgresBinDir() as string, 'pg_dump'), ['--format=custom', `--file=${dump}`, database.url]);
    expect(statSync(dump).size).toBeGreaterThan(10_000);
    const [before, hoursBefore] = [await sums(), await hours()];
    joined.session.close();
    await network.running.close();

    await database.remove();
    await expect(sums()).rejects.toThrow(/does not exist/);
    await askServer(server as string, `create database ${new URL(database.url).pathname.slice(1)}`);
    await run(join(postgresBinDir() as string, 'pg_restore'), [
      '--exit-on-error',
      '--single-transaction',
      `--dbname=${database.url}`,
      dump,
    ]);
    expect(await sums()).toEqual(before);
    expect(await hours()).toEqual(hoursBefore);
    await expect(askServer(database.url, 'delete from postings')).rejects.toThrow(/append-only/);

    await network.restart();
    const device = joined.device.at(network.running.url);
    const session = await device.openSession(joined.id);
    await session.beat();
    await live(network, [{ ...joined, device, session }], 25);
    const closed = (after: Record<string, unknown>[]) => after.filter(({ step }) => step === 'closed').length;
    expect(closed(await hours())).toBeGreaterThan(closed(hoursBefore));
    const total = (await sums()).reduce((sum, { held }) => sum + BigInt(String(held)), 0n);
    expect(total).toBe(0n);
    session.close();
    await network.close();
  });
});
