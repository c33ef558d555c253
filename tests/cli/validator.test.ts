import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createApiClient } from '../../electron/link/api-client.ts';
import { signerOf } from '../../electron/link/key-file.ts';
import { runRound } from '../../electron/validator/duties.ts';
import { openJournal } from '../../electron/validator/journal.ts';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import type { Offence } from '../../shared/domain/slashing/offences.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { expectSettled, ownerOf, type Person, readSlash } from '../network/court-bench.ts';
import { join, required } from '../network/joined-device.ts';
import { type PlayNetwork, startPlayNetwork } from '../network/play-network.ts';
import { jsonOf, perigee } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

const hourMs = 2_000;
const names = ['ann', 'bob', 'cy'] as const;
type Name = (typeof names)[number];
let network: PlayNetwork;
let root = '';
beforeAll(async () => {
  root = await mkdtemp(joinPath(tmpdir(), 'perigee-validator-'));
  // The app signs by this PC's clock, which the network believes within two minutes.
  network = await startPlayNetwork({
    ...{ hourMs, clock: createManualClock(Date.now()) },
    parameters: { grant: inBaseUnits(1_200_000_000_000n) },
  });
}, 60_000);
afterAll(async () => {
  await network.close();
  await rm(root, { recursive: true });
});

const argsOf = (name: Name, words: readonly string[]): string[] => [
  ...['validator', ...words, '--network', network.running.url, '--json'],
  ...['--key', joinPath(root, name, 'key'), '--data', joinPath(root, name)],
];
const validator = (name: Name, ...words: string[]) => perigeeHere(argsOf(name, words));
const keyOf = async (name: Name): Promise<string> => String(jsonOf(await validator(name, 'key')).publicKey);
const hours = async (count: number): Promise<void> => {
  for (let hour = 0; hour < count; hour += 1) {
    network.clock.advance(hourMs);
    await network.running.pass();
  }
};

/** A device that was charged, and whose owner has appealed; judged by all three validators. */
const appealed = async (offence: Offence, evidence: Parameters<typeof proposeSlash>[1]['evidence']) => {
  const joined = await join(network, { staked: required });
  joined.session.close();
  const { network: service } = network.running;
  const slash = await proposeSlash(service, {
    ...{ deviceId: joined.id, offence, offenceAt: network.clock.now(), evidence },
  });
  const owner: Person = await ownerOf(joined);
  const slashId = slash?.id ?? '';
  await owner.key(network).ok('POST', `/v1/slashes/${slashId}/appeal`, { grounds: 'other', text: 'It was not so.' });
  await hours(2);
  const { id } = await service.db
    .selectFrom('committees')
    .select('id')
    .where('state', '=', 'sitting')
    .executeTakeFirstOrThrow();
  return { owner, slashId, committeeId: id };
};

const signerIn = async (name: Name) => signerOf(createPrivateKey(await readFile(joinPath(root, name, 'key'))));
const cancel = new AbortController().signal;
const apiOf = (identity: Awaited<ReturnType<typeof signerIn>>) =>
  createApiClient({ baseUrl: network.running.url, identity, clock: systemClock, cancel });

describe('validator', () => {
  it('makes a key and an account, and says what a validator lacks', async () => {
    const made = await validator('ann', 'key');
    expect([made.code, jsonOf(made)]).toMatchObject([0, { isNew: true, wallet: '1200000000000' }]);
    const idle = await validator('ann', '--once');
    expect([idle.code, jsonOf(idle)]).toMatchObject([1, { error: { code: 'NOT_A_VALIDATOR' } }]);
    const unchecked = await validator('ann', 'stake', '10000');
    expect([unchecked.code, jsonOf(unchecked)]).toMatchObject([1, { error: { code: 'COMPLIANCE_TOO_LOW' } }]);
    expect((await validator('ann', 'stake', 'much')).code).toBe(2);
    expect((await validator('ann', 'vote', 'c', 'perhaps')).code).toBe(2);
  });

  it('locks coins by a play wallet of its own, and takes its seat', async () => {
    for (const name of names) await keyOf(name);
    // As reviewers did; that is tried where compliance is.
    await network.running.network.db.updateTable('accounts').set({ complianceLevel: 2 }).execute();
    for (const name of names) {
      const staked = await validator(name, 'stake', '10000');
      expect([staked.code, jsonOf(staked)]).toMatchObject([0, { isSeated: true, stake: '1000000000000' }]);
    }
    await rm(joinPath(root, 'cy', 'key.wallet'));
    const lost = await validator('cy', 'leave');
    expect([lost.code, jsonOf(lost)]).toMatchObject([5, { error: { code: 'WALLET_MISSING' } }]);
    await expectSettled(network);
  });

  it('signs every release that holds, once, as a process of its own', { timeout: 60_000 }, async () => {
    await hours(2);
    const round = await perigee(argsOf('ann', ['--once']));
    expect(round.stderr).toBe('');
    const { releases } = jsonOf(round) as { releases: { blockId: string; objection: null }[] };
    expect([round.code, releases.length, releases.every(({ objection }) => objection === null)]).toEqual([0, 2, true]);
    for (const { blockId } of releases) {
      const signatures = await fetch(`${network.running.url}/v1/releases/${blockId}/signatures`);
      expect(await signatures.text()).toContain(await keyOf('ann'));
    }
    expect(jsonOf(await validator('ann', '--once')).releases).toEqual([]);
  });

  it('does not sign what another key vouches for, nor a second release of an hour', async () => {
    const strange = await validator('bob', '--once', '--signed-by', await keyOf('cy'));
    expect([strange.code, jsonOf(strange)]).toMatchObject([
      7,
      { releases: [{ objection: { code: 'does_not_hold' } }, { objection: { code: 'does_not_hold' } }] },
    ]);
    const [first, second] = jsonOf(strange).releases as { blockId: string }[];
    const journal = openJournal(joinPath(root, 'bob', 'validator', await keyOf('bob')));
    journal.settle(`release:${first?.blockId}`, 'ab'.repeat(32));
    expect(jsonOf(await validator('bob', '--once')).releases).toMatchObject([
      { blockId: first?.blockId, objection: { code: 'signed_otherwise' } },
      { blockId: second?.blockId, objection: { code: 'chain_changed' } },
    ]);
  });

  it('does not sign a release whose network hides the one before', async () => {
    const signer = await signerIn('cy');
    const { validators: own, releases, court } = apiOf(signer);
    const hiding = { list: async () => ({ releases: [], next: null }), file: releases.file, sign: releases.sign };
    const journal = openJournal(joinPath(root, 'hidden'));
    const api = { validators: own, releases: hiding, court };
    const round = await runRound({ api, signer, journal, networkKeys: [], signal: cancel });
    // The network's very first has none before it.
    expect(round.releases.map(({ objection }) => objection?.code)).toEqual([undefined, 'chain_changed']);
  });

  it('finds by evidence that falls short, and after a crash before it signed says the same', async () => {
    const transcripts = Array.from({ length: 23 }, (_, id) => ({ id }));
    const evidence = [{ kind: 'challenges', body: { transcripts } }] as const;
    const { owner, slashId, committeeId } = await appealed('O3', evidence);
    const signer = await signerIn('ann');
    const dying = {
      ...signer,
      sign: (message: string) => {
        if (message.startsWith('perigee-vote-1')) throw new Error('killed here');
        return signer.sign(message);
      },
    };
    const api = apiOf(signer);
    const journal = openJournal(joinPath(root, 'ann', 'validator', signer.publicKey));
    const rest = { networkKeys: [], signal: cancel };
    await expect(runRound({ api, signer: dying, journal, ...rest })).rejects.toThrow('killed here');
    const torn = await validator('ann', 'vote', committeeId, 'rejected');
    expect([torn.code, jsonOf(torn)]).toEqual([1, { kind: 'settled', finding: 'upheld' }]);
    const votes = async (name: Name) => jsonOf(await validator(name, '--once')).votes;
    expect(await votes('ann')).toMatchObject([{ finding: 'upheld', because: 'journal', state: 'sitting' }]);
    expect(await votes('ann')).toMatchObject([{ finding: 'upheld', because: 'journal', state: 'sitting' }]);
    const sittings = await api.court.committees();
    expect(await votes('cy')).toMatchObject([{ finding: 'upheld', because: 'falls_short', state: 'decided' }]);
    const { validators: own, releases, court } = api;
    const late = { validators: own, releases, court: { committees: async () => sittings, vote: court.vote } };
    const again = await runRound({ api: late, signer, journal: openJournal(joinPath(root, 'late')), ...rest });
    // The same again is no second vote; only another word would be.
    expect(again.votes).toMatchObject([{ finding: 'upheld', state: 'decided' }]);
    const other = openJournal(joinPath(root, 'other'));
    other.settle(`committee:${committeeId}`, 'rejected');
    expect((await runRound({ api: late, signer, journal: other, ...rest })).votes).toMatchObject([{ state: 'closed' }]);
    expect((await readSlash(network, owner, slashId)).state).toBe('returned');
    await expectSettled(network);
  });

  it('leaves to a person what evidence does not say, and carries that vote', async () => {
    const { owner, slashId, committeeId } = await appealed('O5', [{ kind: 'finding', body: { seen: 'twice' } }]);
    const waiting = await validator('ann', '--once');
    expect([waiting.code, jsonOf(waiting)]).toMatchObject([
      5,
      { votes: [{ committeeId, finding: null, because: 'needs_a_person', state: null }] },
    ]);
    const voted = await validator('ann', 'vote', committeeId, 'rejected');
    expect([voted.code, jsonOf(voted)]).toEqual([0, { kind: 'voted', state: 'sitting' }]);
    expect(jsonOf(await validator('cy', 'vote', committeeId, 'rejected'))).toEqual({ kind: 'voted', state: 'decided' });
    expect((await readSlash(network, owner, slashId)).state).toBe('executed');
    expect((await validator('bob', 'vote', committeeId, 'upheld')).code).toBe(1);
    await expectSettled(network);
  });

  it('says the same in sentences, and goes home when it leaves', async () => {
    const words = ['validator', '--once', '--network', network.running.url, '--key', joinPath(root, 'ann', 'key')];
    const { stdout } = await perigeeHere([...words, '--data', joinPath(root, 'ann'), '--lang', 'en']);
    expect(stdout).toContain('This validator has its seat, with 10,000.00');
    const left = await validator('ann', 'leave');
    expect([left.code, jsonOf(left)]).toMatchObject([
      0,
      { isSeated: false, unseatedFor: 'LEFT', cooling: [{ amount: '1000000000000' }] },
    ]);
  });
});
