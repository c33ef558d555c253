/** The role that personal data has on a server, for a service that is no superuser there. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  erasePerson,
  hasPersonalRole,
  keepPerson,
  readPerson,
} from '../../network/service/compliance/personal-store.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { openStore, type Store } from '../../network/store/open-store.ts';
import { silentLog } from '../../shared/log.ts';
import { ada } from '../network/compliance-bench.ts';
import { askServer } from '../network/play-place.ts';
import { onServer, server } from './server.ts';

const asked = { accountId: 'a1', caseId: 'c1' };
let service = '';
let store: Store | null = null;

/** A service's role and a database of its own. @param rights  beside those to log in */
const openAs = async (rights: string): Promise<Store> => {
  await askServer(server as string, `create role ${service} login ${rights}`);
  await askServer(server as string, `create database ${service} owner ${service}`);
  return openOwn();
};
const openOwn = async (): Promise<Store> => {
  const url = new URL(server as string);
  url.username = service;
  url.pathname = `/${service}`;
  store = await openStore({ databaseUrl: url.href, clock: systemClock, log: silentLog });
  return store;
};

describe.skipIf(server === null)(`the role of personal data ${onServer}`, () => {
  beforeEach(() => {
    service = `service_${randomBytes(6).toString('hex')}`;
  });
  afterEach(async () => {
    await store?.close();
    await askServer(server as string, `drop database ${service} with (force)`);
    await askServer(server as string, `drop role ${service}`);
  });

  const isClosed = async ({ db, clock }: Store): Promise<void> => {
    expect(await hasPersonalRole(db)).toBe(true);
    await keepPerson({ db, clock }, { ...asked, person: ada });
    expect(await readPerson({ db }, asked)).toEqual(ada);
    for (const table of ['persons', 'documents'])
      await expect(sql`select * from ${sql.table(`personal.${table}`)}`.execute(db)).rejects.toThrow(
        'permission denied for schema personal',
      );
    await erasePerson({ db }, asked.accountId);
    expect(await readPerson({ db }, asked)).toBeNull();
  };

  it('is made by a service that may make roles, and closed to it but for the one file', async () => {
    await isClosed(await openAs('createrole'));
  });

  it('is made before by a superuser for one that may not', async () => {
    const [found] = await askServer(server as string, `select to_regrole('perigee_personal')::text as role`);
    const make = [
      'create role perigee_personal nologin',
      'create role perigee_personal_door nologin noinherit',
      'grant perigee_personal to perigee_personal_door',
    ];
    for (const statement of [
      // The server may have it from another network.
      ...(found?.role === null ? make : []),
      `create role ${service} login`,
      `grant perigee_personal_door to ${service}`,
      `create database ${service} owner ${service}`,
    ])
      await askServer(server as string, statement);
    await isClosed(await openOwn());
  });

  it('may be missing: the service then keeps the schema itself, and says so', async () => {
    const { db, clock } = await openAs('');
    expect(await hasPersonalRole(db)).toBe(false);
    await keepPerson({ db, clock }, { ...asked, person: ada });
    expect(await readPerson({ db }, asked)).toEqual(ada);
  });
});
