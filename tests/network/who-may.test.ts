/** Who may call what, of every procedure that the contract has: one that is new fails here until it says who may call it. */
import { generateKeyPairSync } from 'node:crypto';
import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import { networkContract } from '../../shared/contract/network/index.ts';
import { image, newSpec, terms } from './market-bench.ts';
import { cpuClaim, createPlayDevice, type PlayDevice } from './play-device.ts';
import { type Answer, createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import type { PlayOwner } from './play-owner.ts';

/** `open`: without a key. `signed`: with any. The rest as the network knows the key, the roles from the least one on. */
type Needs = 'open' | 'signed' | 'device' | 'viewer' | 'staff' | 'owner' | 'operator';

const who: Readonly<Record<Needs, string>> = {
  open:
    'explorer.block explorer.blocks explorer.classHours explorer.device explorer.rows explorer.summary releases.file ' +
    'releases.list validators.list',
  signed:
    'accounts.open astronaut.board devices.register fleet.figures issues.list issues.read offers.list offers.read ' +
    'parameters.changes parameters.current proposals.list proposals.read publicNotices.list questions.list ' +
    'releases.sign roadmap.list wallet.cancel',
  device:
    'accounts.adopt benchmarks.begin benchmarks.finish devices.me earnings.hours earnings.statement earnings.why ' +
    'events.append inference.decline inference.result jobs.handOverLogs proofs.answer proofs.commit stake.standing tier.standing',
  viewer:
    'accounts.devices accounts.me astronaut.standing court.bundle court.reports court.slash court.slashes court.complaints ' +
    'holdings.positions holdings.statement inference.status jobs.bill jobs.logs jobs.status notices.list proposals.own validators.me ' +
    'webhooks.list',
  staff:
    'court.complain court.reportAbsence inference.submit issues.open jobs.cancel jobs.submit questions.ask questions.vote',
  owner:
    'accounts.addMember accounts.createEnrolment accounts.enrolments accounts.removeMember accounts.revokeDevice ' +
    'accounts.revokeEnrolment astronaut.setTag compliance.begin compliance.current compliance.eraseData ' +
    'compliance.proveWallet compliance.signTerms compliance.terms court.appeal court.committees court.report ' +
    'court.vote intents.prepare intents.sign notices.read offers.close offers.set proposals.cast proposals.open ' +
    'stake.compounding validators.here validators.leave validators.stake wallet.change wallet.current webhooks.add ' +
    'webhooks.remove',
  operator:
    'astronaut.credit court.matters court.refer court.reviews court.rule issues.move issues.openAsOperator ' +
    'issues.redact operations.appoint operations.dismiss operations.operators operations.recompute ' +
    'operations.slashes operators.audit parameters.announce publicNotices.publish questions.answer reviews.approve ' +
    'reviews.case reviews.cases reviews.reject roadmap.put',
};

interface Procedure {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

const proceduresIn = (part: object, names: readonly string[] = []): Procedure[] =>
  Object.entries(part).flatMap(([name, member]): Procedure[] => {
    const path = [...names, name];
    if (!isContractProcedure(member)) return proceduresIn(member as object, path);
    const { route } = member['~orpc'];
    return [{ name: path.join('.'), method: route.method ?? 'POST', path: `/v1${route.path}` }];
  });
const procedures = proceduresIn(networkContract);
const needsOf = ({ name }: Procedure): Needs | undefined =>
  (Object.keys(who) as Needs[]).find((needs) => who[needs].split(' ').includes(name));

/** What says that the caller is the wrong one, whatever was asked. */
const refusals = ['SIGNATURE_REFUSED', 'NOT_REGISTERED', 'NO_ACCOUNT', 'ROLE_TOO_LOW', 'NOT_OPERATOR'];
const roles: readonly Needs[] = ['viewer', 'staff', 'owner'];

type Caller = 'nobody' | 'unknown key' | 'device' | 'viewer' | 'staff' | 'owner' | 'operator';
const callers: readonly Caller[] = ['nobody', 'unknown key', 'device', 'viewer', 'staff', 'owner', 'operator'];

/** @returns the refusal that is due; null: whatever the matter itself says */
const dueTo = (caller: Caller, needs: Needs): string | null => {
  if (needs === 'open') return null;
  if (caller === 'nobody') return 'SIGNATURE_REFUSED';
  if (needs === 'signed' || needs === caller) return null;
  if (needs === 'device') return 'NOT_REGISTERED';
  if (needs === 'operator') return 'NOT_OPERATOR';
  const role = roles.indexOf(caller as Needs);
  if (role === -1) return 'NO_ACCOUNT';
  return role >= roles.indexOf(needs) ? null : 'ROLE_TOO_LOW';
};

const operatorPair = generateKeyPairSync('ed25519');
let network: PlayNetwork;
let keys: Readonly<Record<Exclude<Caller, 'nobody'>, PlayKey>>;
let own: { device: PlayDevice; id: string; owner: PlayOwner };

const newKey = (pair = generateKeyPairSync('ed25519')): PlayKey =>
  createPlayKey(network.running.url, network.clock.now, pair);
const join = async (): Promise<typeof own> => {
  const device = createPlayDevice(network.running.url, network.clock.now);
  const { id } = await device.register(cpuClaim);
  return { device, id, owner: await device.owner() };
};
const letIn = async (role: 'viewer' | 'staff' | 'owner'): Promise<PlayKey> => {
  const key = newKey();
  await own.owner.key.ok('POST', '/v1/accounts/me/members', { publicKey: key.publicKey, name: role, role });
  return key;
};

beforeAll(async () => {
  const operatorKey = operatorPair.publicKey.export({ format: 'jwk' }).x ?? '';
  network = await startPlayNetwork({ operatorKeys: [operatorKey], vouchedImages: [image] });
  own = await join();
  keys = {
    ...{ 'unknown key': newKey(), device: own.device, operator: newKey(operatorPair) },
    ...{ viewer: await letIn('viewer'), staff: await letIn('staff'), owner: await letIn('owner') },
  };
});
afterAll(() => network.close());

const ask = (caller: Caller, { method, path }: Procedure): Promise<Answer> => {
  const key = keys[caller === 'nobody' ? 'unknown key' : caller];
  const parts = key.partsOf(method, path.replaceAll(/\{\w+\}/g, 'none'), method === 'GET' ? undefined : {});
  return key.send(parts, caller === 'nobody' ? { host: key.authority } : key.headersFor(parts));
};

describe('every procedure of the contract', () => {
  it('says who may call it', () => {
    expect(procedures.filter((procedure) => needsOf(procedure) === undefined).map(({ name }) => name)).toEqual([]);
    const named = Object.values(who).flatMap((names) => names.split(' '));
    expect(named.toSorted()).toEqual(procedures.map(({ name }) => name).toSorted());
  });

  it.each(callers)(
    'is refused to who may not call it, and to nobody else: %s',
    async (caller) => {
      const wrong: string[] = [];
      for (const procedure of procedures) {
        network.clock.advance(200);
        const due = dueTo(caller, needsOf(procedure) ?? 'operator');
        const { status, body } = await ask(caller, procedure);
        const code = String(body.code);
        const isRight = due === null ? !refusals.includes(code) && status < 500 : code === due && status < 404;
        if (!isRight) wrong.push(`${procedure.name}: ${status} ${code}, due ${due}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});

describe('somebody else’s rows', () => {
  /** Path parameters that name a row of one account, or of one device. */
  const ownRows = ['deviceId', 'publicKey', 'enrolmentId', 'noticeId', 'intentId', 'jobId', 'slashId', 'webhookId'];
  const others: Readonly<Record<string, readonly [code: string | undefined, body?: object]>> = {
    'accounts.revokeDevice': ['DEVICE_NOT_FOUND'],
    'accounts.removeMember': ['MEMBER_NOT_FOUND'],
    // Answers with one's own that are left, and touches no other.
    'accounts.revokeEnrolment': [undefined],
    'notices.read': ['NOTICE_NOT_FOUND'],
    'intents.sign': ['INTENT_NOT_FOUND', { signature: 'A'.repeat(86) }],
    'jobs.status': ['JOB_NOT_FOUND'],
    'jobs.bill': ['JOB_NOT_FOUND'],
    'jobs.logs': ['JOB_NOT_FOUND'],
    'jobs.cancel': ['JOB_NOT_FOUND'],
    'jobs.handOverLogs': ['LEASE_NOT_HELD', { seq: 0, lines: [], mark: null, isAfterGap: false, isLast: false }],
    'court.slash': ['SLASH_NOT_FOUND'],
    'court.bundle': ['SLASH_NOT_FOUND'],
    'court.appeal': ['SLASH_NOT_FOUND', { grounds: 'evidence_wrong', text: 'Mine.', references: [] }],
    'court.reportAbsence': ['JOB_NOT_FOUND'],
    'court.complaints': ['JOB_NOT_FOUND'],
    'court.complain': [
      'JOB_NOT_FOUND',
      { claim: 'tampering', lines: [0], text: 'Mine.', idempotencyKey: '00000000-0000-4000-8000-000000000000' },
    ],
    'webhooks.remove': ['WEBHOOK_NOT_FOUND'],
    'offers.set': ['DEVICE_NOT_FOUND', { shareBps: 1_000 }],
    'offers.close': ['OFFER_NOT_FOUND'],
  };
  /** Anybody may read these, or an operator decides. */
  const notOnes = ['offers.read', 'explorer.device', 'operations.dismiss'];

  it('are not there for an owner of another account, nor for another’s device', async () => {
    const about = procedures.filter(
      ({ name, path }) => ownRows.some((row) => path.includes(`{${row}}`)) && !notOnes.includes(name),
    );
    expect(about.map(({ name }) => name).toSorted()).toEqual(Object.keys(others).toSorted());
    const { key } = own.owner;
    expect((await own.device.stake('20000000000')).status).toBe(200);
    const { body: intent } = await own.owner.prepare('stake', own.id, '1');
    const enrolment = await key.ok('POST', '/v1/accounts/me/enrolments', { uses: 1, validHours: 1 });
    const webhook = await key.ok('POST', '/v1/webhooks', { url: 'https://8.8.8.8/hook', kinds: ['device_down'] });
    const [notice] = (await key.ok('GET', '/v1/accounts/me/notices')) as unknown as { id: string }[];
    const job = await key.ok('POST', '/v1/jobs', terms(newSpec()));
    const slash = await proposeSlash(network.running.network, {
      ...{ deviceId: own.id, offence: 'O5', offenceAt: network.clock.now(), evidence: [] },
    });
    const ids: Record<string, unknown> = {
      ...{ deviceId: own.id, publicKey: keys.viewer.publicKey, enrolmentId: enrolment.id, noticeId: notice?.id },
      ...{ intentId: intent.intentId, jobId: job.id, slashId: slash?.id, webhookId: webhook.id },
    };
    const other = await join();
    const heard: Record<string, unknown> = {};
    for (const procedure of about) {
      const { name, method } = procedure;
      const path = procedure.path.replaceAll(/\{(\w+)\}/g, (_all, row: string) => {
        expect(ids[row], row).toBeTypeOf('string');
        return String(ids[row]);
      });
      const by = needsOf(procedure) === 'device' ? other.device : other.owner.key;
      const { status, body } = await by.ask(method, path, others[name]?.[1]);
      heard[name] = [status < 500, body.code];
    }
    expect(await key.ok('GET', '/v1/accounts/me/enrolments')).toMatchObject([{ id: enrolment.id }]);
    expect(heard).toEqual(Object.fromEntries(Object.entries(others).map(([name, [code]]) => [name, [true, code]])));
  }, 60_000);
});
