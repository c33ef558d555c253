import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, type ComplianceBench, checkOf, openComplianceBench, reachTwo } from './compliance-bench.ts';
import { join } from './joined-device.ts';
import { createPlayKey } from './play-key.ts';

let bench: ComplianceBench;
beforeAll(async () => {
  bench = await openComplianceBench();
});
afterAll(() => bench.close());

const now = (): number => bench.network.clock.now();

describe('checks of an owner', () => {
  it('take an account from what joining gives to what its checks give, one after the other', async () => {
    const owner = await bench.openOwner();
    expect(await owner.standing()).toMatchObject({
      level: 1,
      fallsAt: null,
      next: { level: 2, ways: [['wallet_proof', 'signed_terms', 'sanctions_screen', 'identity']] },
      turns: [],
    });
    await owner.proveWallet();
    expect((await owner.signTerms()).next).toEqual({ level: 2, ways: [['sanctions_screen', 'identity']] });
    await bench.approve(await owner.begin('sanctions_screen'), null);
    const caseId = await owner.begin('identity');
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({ state: 'submitted', at: now() });
    expect((await owner.standing()).level).toBe(1);

    const expiresAt = now() + 1_000 * bench.hourMs;
    await bench.approve(caseId, expiresAt);
    expect(await owner.standing()).toMatchObject({
      level: 2,
      fallsAt: expiresAt,
      next: { level: 3, ways: [['address'], ['company']] },
      turns: [{ at: now(), kind: 'level', level: 2, fallsAt: expiresAt }],
    });
    expect(await owner.key().ok('GET', '/v1/accounts/me')).toMatchObject({ complianceLevel: 2 });
  });

  it('are refused with a code where a signature, a version or a turn is wrong', async () => {
    const owner = await bench.openOwner();
    const codeOf = async (path: string, body: unknown): Promise<unknown> =>
      (await owner.key().ask('POST', `/v1/compliance/${path}`, body)).body.code;
    const signature = owner.key().signText('anything');
    const wallet = owner.key().publicKey;
    expect(await codeOf('wallet_proof', { wallet, signature })).toBe('SIGNATURE_WRONG');
    expect(await codeOf('signed_terms', { version: 1, signature })).toBe('SIGNATURE_WRONG');
    expect(await codeOf('signed_terms', { version: 2, signature })).toBe('TERMS_OUTDATED');
    expect(await codeOf('identity', {})).toBe('PERSON_MISSING');
    expect(await codeOf('identity', { person: { ...ada, country: 'Britain' } })).toBe('BAD_REQUEST');
    await owner.begin('identity');
    expect(await codeOf('identity', { person: ada })).toBe('NOT_NEXT');
    await owner.signTerms();
    await expect(owner.signTerms()).rejects.toThrow('NOT_NEXT');
  });

  it('tell once of a fall that comes, fall by themselves at the moment, and can be renewed before it', async () => {
    const owner = await bench.openOwner();
    const other = await bench.openOwner();
    const fallsAt = now() + 1_000 * bench.hourMs;
    await reachTwo(bench, owner, fallsAt);
    await reachTwo(bench, other, fallsAt);
    await bench.pass(279);
    expect((await owner.standing()).turns).toHaveLength(1);
    await bench.pass(2);
    await bench.pass(2);
    expect((await owner.standing()).turns).toMatchObject([
      { kind: 'falls_soon', level: 2, fallsAt },
      { kind: 'level' },
    ]);

    const renewal = await owner.begin('identity');
    expect(await owner.standing()).toMatchObject({ level: 2, fallsAt });
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({ state: 'submitted', heldUntil: fallsAt });
    const later = fallsAt + 5_000 * bench.hourMs;
    await bench.approve(renewal, later);
    await bench.pass(718);
    expect(await owner.standing()).toMatchObject({ level: 2, fallsAt: later });
    expect(await other.standing()).toMatchObject({ level: 1, fallsAt: null });
    expect((await other.standing()).turns[0]).toMatchObject({ kind: 'level', level: 1 });
    expect(checkOf(await other.standing(), 'identity')).toMatchObject({ state: 'expired' });
    expect(await other.key().ok('GET', '/v1/accounts/me')).toMatchObject({ complianceLevel: 1 });
  });

  it('are rejected for a reason from a list, and may be begun again', async () => {
    const owner = await bench.openOwner();
    const caseId = await owner.begin('identity');
    const reject = (reason: string) => bench.operator().ask('POST', `/v1/operators/cases/${caseId}/reject`, { reason });
    expect((await reject('Ada is on a list')).body.code).toBe('BAD_REQUEST');
    expect((await reject('data_erased')).body.code).toBe('BAD_REQUEST');
    expect((await reject('document_unreadable')).body).toMatchObject({ state: 'rejected', person: ada });
    expect((await reject('document_unreadable')).body.code).toBe('CASE_DECIDED');
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({
      state: 'rejected',
      rejectedFor: 'document_unreadable',
    });
    const again = await owner.begin('identity');
    expect(again).not.toBe(caseId);
    expect(await bench.operator().ok('GET', `/v1/operators/cases/${again}`)).toMatchObject({
      check: 'identity',
      state: 'submitted',
      earlier: [{ check: 'identity', state: 'rejected', rejectedFor: 'document_unreadable' }],
    });
  });

  it('are an owner’s alone, and a reviewer’s to decide', async () => {
    const owner = await bench.openOwner();
    const caseId = await owner.begin('company');
    const network = bench.network;
    const [viewer, stranger] = [0, 1].map(() => createPlayKey(network.running.url, network.clock.now));
    const role = { publicKey: viewer?.publicKey, name: 'viewer', role: 'viewer' };
    await owner.key().ok('POST', '/v1/accounts/me/members', role);
    const { device, session } = await join(network);
    session.close();
    for (const [key, code] of [
      [viewer, 'ROLE_TOO_LOW'],
      [stranger, 'NO_ACCOUNT'],
      [device, 'NO_ACCOUNT'],
      [bench.operator(), 'NO_ACCOUNT'],
    ] as const) {
      expect((await key?.ask('GET', '/v1/compliance'))?.body.code).toBe(code);
      expect((await key?.ask('POST', '/v1/compliance/identity', { person: ada }))?.body.code).toBe(code);
      expect((await key?.ask('POST', '/v1/compliance/data/erase'))?.body.code).toBe(code);
    }
    for (const key of [owner.key(), viewer, device]) {
      expect((await key?.ask('GET', `/v1/operators/cases/${caseId}`))?.body.code).toBe('NOT_OPERATOR');
      expect((await key?.ask('POST', `/v1/operators/cases/${caseId}/approve`, { expiresAt: null }))?.body.code).toBe(
        'NOT_OPERATOR',
      );
    }
    // Another owner is told about their own account only.
    expect(checkOf(await (await bench.openOwner()).standing(), 'company')).toMatchObject({ state: 'none' });
    const past = { expiresAt: now() };
    const refused = await bench.operator().ask('POST', `/v1/operators/cases/${caseId}/approve`, past);
    expect([refused.status, refused.body.code]).toEqual([422, 'EXPIRY_PAST']);
    expect((await bench.operator().ask('GET', '/v1/operators/cases/none')).body.code).toBe('CASE_NOT_FOUND');
  });
});
