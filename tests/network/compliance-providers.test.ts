import { afterEach, describe, expect, it } from 'vitest';
import type { ComplianceProvider } from '../../network/service/compliance/provider.ts';
import type { Verdict } from '../../shared/domain/compliance/review.ts';
import { ada, type ComplianceBench, checkOf, openComplianceBench } from './compliance-bench.ts';

let bench: ComplianceBench;
afterEach(() => bench.close());

/** One that asks the owner itself, decides alone, and can be away. */
const createRemoteProvider = () => {
  const verdicts = new Map<string, Verdict>();
  const begun: string[] = [];
  const forgotten: string[] = [];
  const remote = { isAway: false, begun, forgotten, verdicts };
  const here = (): void => {
    if (remote.isAway) throw new Error('Ada Lovelace: no answer');
  };
  const provider: ComplianceProvider = {
    name: 'remote',
    asksHere: false,
    begin: async ({ caseId, check }) => {
      here();
      begun.push(caseId);
      return { reference: `r-${caseId}`, handOffUrl: `https://checks.example/${check}` };
    },
    read: async (reference) => {
      here();
      return verdicts.get(reference) ?? { kind: 'waiting' };
    },
    forget: async (reference) => {
      here();
      forgotten.push(reference);
    },
    decide: null,
  };
  const setAway = (isAway: boolean): void => {
    remote.isAway = isAway;
  };
  return { ...remote, provider, setAway };
};

describe('the scripted provider', () => {
  it('decides by its script after so many network hours, and a reviewer may come before it', async () => {
    bench = await openComplianceBench({
      complianceScript: [
        { check: 'identity', afterHours: 2, verdict: 'approve', validHours: 10 },
        { check: 'company', afterHours: 0, verdict: 'reject', reason: 'sanctions_match' },
        { check: 'address', afterHours: 100, verdict: 'approve', validHours: null },
      ],
    });
    const owner = await bench.openOwner();
    const beganAt = bench.network.clock.now();
    await owner.begin('identity');
    // Decided before the answer: nothing waits.
    expect(await owner.begin('company')).toBeNull();
    expect(checkOf(await owner.standing(), 'company')).toMatchObject({ rejectedFor: 'sanctions_match' });
    await bench.approve(await owner.begin('address'), null);
    expect(checkOf(await owner.standing(), 'address')).toMatchObject({ state: 'approved', heldUntil: null });

    await bench.pass(1);
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({ state: 'submitted' });
    await bench.network.restart({
      complianceScript: [{ check: 'identity', afterHours: 2, verdict: 'approve', validHours: 10 }],
    });
    await bench.pass(1);
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({
      state: 'approved',
      heldUntil: beganAt + 12 * bench.hourMs,
    });
    await bench.pass(10);
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({ state: 'expired' });
  });
});

describe('a provider that asks the owner itself', () => {
  it('is handed each case once, is asked until it decides, and loses nothing by being away', async () => {
    const remote = createRemoteProvider();
    const logged: string[] = [];
    const keep = (event: string, facts?: Record<string, unknown>): void =>
      void logged.push(JSON.stringify({ event, facts }));
    bench = await openComplianceBench({
      compliance: remote.provider,
      log: { info: keep, warn: keep, error: keep },
    });
    const owner = await bench.openOwner();
    const begin = (check: string, body = {}) => owner.key().ask('POST', `/v1/compliance/${check}`, body);
    expect((await begin('identity', { person: ada })).body.code).toBe('PERSON_ASKED_ELSEWHERE');

    remote.setAway(true);
    expect((await begin('identity')).status).toBe(200);
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({ state: 'submitted', handOffUrl: null });
    expect(logged.join()).toContain('compliance_provider_failed');
    expect(logged.join()).not.toContain('Ada');
    remote.setAway(false);
    await bench.pass(1);
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({
      handOffUrl: 'https://checks.example/identity',
    });
    await bench.pass(1);
    expect(remote.begun).toHaveLength(1);

    const [caseId] = remote.begun;
    const decided = await bench.operator().ask('POST', `/v1/operators/cases/${caseId}/approve`, { expiresAt: null });
    expect(decided.body.code).toBe('DECIDED_ELSEWHERE');
    remote.verdicts.set(`r-${caseId}`, { kind: 'approved', expiresAt: null });
    await bench.pass(1);
    expect(checkOf(await owner.standing(), 'identity')).toMatchObject({ state: 'approved', handOffUrl: null });

    remote.setAway(true);
    await owner.key().ok('POST', '/v1/compliance/data/erase');
    expect(remote.forgotten).toEqual([]);
    remote.setAway(false);
    await bench.pass(1);
    await bench.pass(1);
    expect(remote.forgotten).toEqual([`r-${caseId}`]);
  });

  it('is told of what has expired before it was approved as of a rejection', async () => {
    const remote = createRemoteProvider();
    bench = await openComplianceBench({ compliance: remote.provider });
    const owner = await bench.openOwner();
    await owner.key().ok('POST', '/v1/compliance/company', {});
    remote.verdicts.set(`r-${remote.begun[0]}`, { kind: 'approved', expiresAt: bench.network.clock.now() });
    await bench.pass(1);
    expect(checkOf(await owner.standing(), 'company')).toMatchObject({
      state: 'rejected',
      rejectedFor: 'document_expired',
    });
  });
});
