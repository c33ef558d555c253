import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, firstBreak, noEntry } from '../../shared/domain/operators/audit-entry.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

const operatorPair = generateKeyPairSync('ed25519');
const operatorKey = operatorPair.publicKey.export({ format: 'jwk' }).x ?? '';

let network: PlayNetwork;
beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operatorKey] });
});
afterAll(() => network.close());

const operator = (): PlayKey => createPlayKey(network.running.url, network.clock.now, operatorPair);
const audit = async (query = ''): Promise<AuditEntry[]> =>
  (await operator().ok('GET', `/v1/operators/audit${query}`)).entries as AuditEntry[];

describe('operators', () => {
  it('are known by the keys that the network was started with, and stay so without them', async () => {
    await audit();
    await network.restart();
    expect((await operator().ask('GET', '/v1/operators/audit')).status).toBe(200);
  });

  it('are no devices and no accounts: any other key is refused with a code', async () => {
    const stranger = createPlayKey(network.running.url, network.clock.now);
    await stranger.ok('POST', '/v1/accounts', { name: 'Ada' });
    const refused = await stranger.ask('GET', '/v1/operators/audit');
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_OPERATOR']);
    expect((await operator().ask('GET', '/v1/accounts/me')).body.code).toBe('NO_ACCOUNT');
  });

  it('have every call written down before it is done, and each refusal after it, in a chain that holds', async () => {
    await audit('?after=1&limit=2');
    expect((await operator().ask('GET', '/v1/operators/audit?limit=0')).status).toBe(400);
    const entries = await audit('?limit=500');
    expect(firstBreak(entries, noEntry)).toBeNull();
    const [asked, wrong, refused, own] = entries.slice(-4);
    expect(asked).toMatchObject({
      operatorKey,
      call: 'operators.audit',
      input: '{"after":1,"limit":2}',
      refusal: null,
    });
    expect(wrong).toMatchObject({ input: null, refusal: null });
    expect(refused).toMatchObject({ refusal: { of: wrong?.seq, code: 'BAD_REQUEST' } });
    expect(own).toMatchObject({ input: '{"after":0,"limit":500}' });
    expect(await audit(`?after=${own?.seq}`)).toHaveLength(1);
  });

  it('cannot have it changed, not even in the database', async () => {
    const { db } = network.running.network;
    for (const change of [
      sql`update operator_calls set input = null`,
      sql`delete from operator_calls where seq = 1`,
      sql`truncate operator_calls`,
    ])
      await expect(change.execute(db)).rejects.toThrow('operator_calls is only added to');
  });

  it('that were removed may ask for nothing, and are not let in again by a start', async () => {
    const { db } = network.running.network;
    await db.updateTable('operators').set({ removedAt: network.clock.now() }).execute();
    await network.restart({ operatorKeys: [operatorKey] });
    expect((await operator().ask('GET', '/v1/operators/audit')).body.code).toBe('NOT_OPERATOR');
  });
});
