import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from './joined-device.ts';
import { cpuClaim, createPlayDevice } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
beforeEach(async () => {
  network = await startPlayNetwork();
});
afterEach(() => network.close());

const newKey = (): PlayKey => createPlayKey(network.running.url, network.clock.now);
const newDevice = () => createPlayDevice(network.running.url, network.clock.now);

const open = async (name = 'Ada'): Promise<PlayKey> => {
  const key = newKey();
  await key.ok('POST', '/v1/accounts', { name });
  return key;
};
const tokenOf = async (owner: PlayKey, uses = 8): Promise<string> =>
  (await owner.ok('POST', '/v1/accounts/me/enrolments', { uses, validHours: 24 })).token as string;
const letIn = (owner: PlayKey, key: PlayKey, role: string) =>
  owner.ask('POST', '/v1/accounts/me/members', { publicKey: key.publicKey, name: role, role });

describe('accounts', () => {
  it('are opened once per key, with play coins for somebody without a device', async () => {
    const key = newKey();
    const first = await key.ok('POST', '/v1/accounts', { name: 'Ada' });
    expect(first).toMatchObject({ name: 'Ada', role: 'owner', wallet: '100000000000', deviceCount: 0 });
    expect(await key.ok('POST', '/v1/accounts', { name: 'Again' })).toEqual(first);
    expect(await key.ok('GET', '/v1/accounts/me')).toEqual(first);
  });

  it('take a fleet in by a token, as often as it says and no longer than it says', async () => {
    const owner = await open('Café');
    const { id } = await owner.ok('GET', '/v1/accounts/me');
    const token = await tokenOf(owner, 2);
    const rigs = [newDevice(), newDevice(), newDevice()];
    expect(await rigs[0]?.register(cpuClaim, token)).toMatchObject({ accountId: id });
    expect(await rigs[1]?.register(cpuClaim, token)).toMatchObject({ accountId: id });
    await expect(rigs[2]?.register(cpuClaim, token)).rejects.toThrow('ENROLMENT_REFUSED');
    // A device that is in already spends nothing and stays where it is.
    expect(await rigs[0]?.register(cpuClaim, token)).toMatchObject({ accountId: id });
    expect(await owner.ok('GET', '/v1/accounts/me')).toMatchObject({ deviceCount: 2 });

    const short = await tokenOf(owner, 5);
    network.clock.advance(25 * 20_000);
    await expect(rigs[2]?.register(cpuClaim, short)).rejects.toThrow('ENROLMENT_REFUSED');
    const taken = (await owner.ok('POST', '/v1/accounts/me/enrolments', { uses: 5, validHours: 24 })) as {
      id: string;
      token: string;
    };
    expect(await owner.ok('POST', `/v1/accounts/me/enrolments/${taken.id}/revoke`)).toEqual([]);
    await expect(rigs[2]?.register(cpuClaim, taken.token)).rejects.toThrow('ENROLMENT_REFUSED');
  });

  it('that a device made get the owner whom it names and who agreed, and no second one', async () => {
    const { device } = await join(network);
    const { accountId } = await device.ok('GET', '/v1/devices/me');
    const owner = newKey();
    const agreed = owner.signText(`perigee-owner-1\n${String(accountId)}\n${owner.publicKey}`);
    const adopt = (key: PlayKey, ownerSignature: string) =>
      device.ask('POST', '/v1/accounts/adopt', { ownerKey: key.publicKey, name: 'Ada', ownerSignature });
    expect((await adopt(owner, newKey().signText('anything'))).body).toMatchObject({ code: 'OWNER_SIGNATURE_WRONG' });
    expect((await adopt(owner, agreed)).body).toMatchObject({ id: accountId, role: 'owner', deviceCount: 1 });
    expect((await adopt(owner, agreed)).status).toBe(200);
    const other = newKey();
    const late = other.signText(`perigee-owner-1\n${String(accountId)}\n${other.publicKey}`);
    expect((await adopt(other, late)).body).toMatchObject({ code: 'ACCOUNT_OWNED' });
    expect(await owner.ok('GET', '/v1/accounts/me/devices')).toMatchObject([{ accountId }]);
  });

  it('let each role do what it may, and refuse the rest with a code', async () => {
    const owner = await open();
    const [staff, viewer, stranger] = [newKey(), newKey(), newKey()];
    expect((await letIn(owner, staff, 'staff')).status).toBe(200);
    expect((await letIn(owner, viewer, 'viewer')).status).toBe(200);
    const asks: ((key: PlayKey) => ReturnType<PlayKey['ask']>)[] = [
      (key) => key.ask('GET', '/v1/accounts/me'),
      (key) => key.ask('GET', '/v1/accounts/me/devices'),
      (key) => key.ask('GET', '/v1/accounts/me/enrolments'),
      (key) => key.ask('POST', '/v1/accounts/me/enrolments', { uses: 1, validHours: 1 }),
      (key) => letIn(key, stranger, 'owner'),
      (key) => key.ask('POST', `/v1/accounts/me/members/${owner.publicKey}/remove`),
    ];
    const codesOf = async (key: PlayKey): Promise<unknown[]> => {
      const codes: unknown[] = [];
      for (const ask of asks) {
        const { status, body } = await ask(key);
        codes.push(status === 200 ? 200 : body.code);
      }
      return codes;
    };
    const low = 'ROLE_TOO_LOW';
    expect(await codesOf(stranger)).toEqual(Array.from(asks, () => 'NO_ACCOUNT'));
    expect(await codesOf(viewer)).toEqual([200, 200, low, low, low, low]);
    expect(await codesOf(staff)).toEqual([200, 200, low, low, low, low]);
    // The last owner stays, so that somebody can always speak for the coins.
    expect((await owner.ask('POST', `/v1/accounts/me/members/${owner.publicKey}/remove`)).body).toMatchObject({
      code: 'LAST_OWNER',
    });
    expect((await letIn(owner, owner, 'viewer')).body).toMatchObject({ code: 'LAST_OWNER' });
    expect((await owner.ask('POST', `/v1/accounts/me/members/${viewer.publicKey}/remove`)).status).toBe(200);
    expect((await viewer.ask('GET', '/v1/accounts/me')).body).toMatchObject({ code: 'NO_ACCOUNT' });
    expect((await viewer.ask('POST', '/v1/accounts', { name: 'Back' })).body).toMatchObject({ code: 'KEY_REVOKED' });
  });

  it('keep members’ keys and devices’ keys apart, and one account’s from another’s', async () => {
    const [one, two] = [await open('one'), await open('two')];
    const rig = newDevice();
    const { id } = await rig.register(cpuClaim, await tokenOf(one));
    expect((await letIn(two, one, 'staff')).body).toMatchObject({ code: 'KEY_TAKEN' });
    expect((await letIn(two, rig, 'staff')).body).toMatchObject({ code: 'KEY_IS_DEVICES' });
    expect((await rig.ask('POST', '/v1/accounts', { name: 'Rig' })).body).toMatchObject({ code: 'KEY_IS_DEVICES' });
    expect((await rig.ask('GET', '/v1/accounts/me')).body).toMatchObject({ code: 'NO_ACCOUNT' });
    expect((await two.ask('POST', `/v1/accounts/me/devices/${id}/revoke`)).body).toMatchObject({
      code: 'DEVICE_NOT_FOUND',
    });
  });

  it('take a lost device out of use at once, its open session too', async () => {
    const owner = await open();
    const rig = newDevice();
    const { id } = await rig.register(cpuClaim, await tokenOf(owner));
    const session = await rig.openSession(id);
    await session.beat();
    const first = await owner.ok('POST', `/v1/accounts/me/devices/${id}/revoke`);
    await expect(session.beat()).rejects.toThrow();
    expect((await rig.ask('GET', '/v1/devices/me')).body).toMatchObject({ code: 'NOT_REGISTERED' });
    await expect(rig.register(cpuClaim)).rejects.toThrow('KEY_REVOKED');
    network.clock.advance(1_000);
    expect(await owner.ok('POST', `/v1/accounts/me/devices/${id}/revoke`)).toEqual(first);
  });
});
