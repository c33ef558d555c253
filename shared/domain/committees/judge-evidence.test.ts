import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CourtMatter } from '../../contract/network/court.ts';
import type { EvidenceKind } from '../../contract/network/court-evidence.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { judgeEvidence } from './judge-evidence.ts';

const piece = (kind: EvidenceKind, value: unknown): CourtMatter['evidence'][number] => {
  const body = canonicalJson(value);
  return { kind, body, sha256: createHash('sha256').update(body).digest('hex') };
};
const own = generateKeyPairSync('ed25519');
const another = generateKeyPairSync('ed25519');
const nameOf = ({ publicKey }: typeof own): string => publicKey.export({ format: 'jwk' }).x ?? '';
const isSignedBy = (by: string, message: string, signature: string): boolean =>
  [own, another].some(
    (pair) =>
      nameOf(pair) === by && verify(null, Buffer.from(message), pair.publicKey, Buffer.from(signature, 'base64url')),
  );
const judge = (offence: CourtMatter['offence'], ...evidence: CourtMatter['evidence']) =>
  judgeEvidence({ matter: 'appeal', offence, evidence }, isSignedBy);

const all = 'fffffffffffffff';
const none = '000000000000000';
/** Sixty minutes in which nothing was heard in the first ones. */
const hour = (silent: number) => ({
  ...{ served: all, paused: none, ran: all, on: all },
  heard: (((1n << 60n) - 1n) & ~((1n << BigInt(silent)) - 1n)).toString(16).padStart(15, '0'),
});
const absent = (hours: number) =>
  piece('absence', {
    hours: Array.from({ length: hours }, (_, at) => ({
      ...{ startsAt: at * 60_000, hourMs: 60_000, served: all, heard: none, paused: none, agreed: all },
    })),
  });

const byPerson = { finding: null, because: 'needs_a_person' };
const falls = { finding: 'upheld', because: 'falls_short' };

it.each([
  ['an hour with six silent minutes', judge('O1', piece('hired_hour', hour(6))), falls],
  ['an hour with seven', judge('O1', piece('hired_hour', hour(7))), byPerson],
  ['23 failed proofs', judge('O3', piece('challenges', { transcripts: Array(23).fill({}) })), falls],
  ['24 failed proofs', judge('O3', piece('challenges', { transcripts: Array(24).fill({}) })), byPerson],
  ['48 hours away', judge('O4', absent(48)), falls],
  ['49 hours away', judge('O4', absent(49)), byPerson],
  ['what cannot be read', judge('O1', piece('hired_hour', { served: 'x' })), byPerson],
  ['no evidence', judge('O4'), byPerson],
  ['a spoofed card', judge('O5', piece('finding', {})), byPerson],
])('finds of %s by working it out again', (_what, judged, expected) => expect(judged).toEqual(expected));

it('leaves to a person what is not the evidence that was kept, and every report', () => {
  const altered = { ...piece('hired_hour', hour(6)), sha256: '0'.repeat(64) };
  expect(judge('O1', altered)).toEqual({ finding: null, because: 'evidence_altered' });
  const report = { matter: 'report', offence: 'O1', evidence: [piece('hired_hour', hour(6))] } as const;
  expect(judgeEvidence({ ...report, evidence: [...report.evidence] }, isSignedBy)).toEqual(byPerson);
});

describe('a validator that is said to contradict itself', () => {
  const vote = (finding: string, { signedAs = finding, pair = own, accountId = 'a' } = {}) => ({
    ...{ accountId, finding, publicKey: nameOf(pair), at: 1 },
    signature: sign(null, Buffer.from(`perigee-vote-1\nc\nm\n${signedAs}`), pair.privateKey).toString('base64url'),
  });
  const judgeVotes = (...votes: ReturnType<typeof vote>[]) =>
    judge('O8', piece('votes', { committeeId: 'c', matterId: 'm', votes }));

  it('did so when both signatures verify', () => {
    for (const other of ['rejected', 'frivolous'])
      expect(judgeVotes(vote('upheld'), vote(other))).toEqual({
        finding: 'rejected',
        because: 'signatures_contradict',
      });
  });

  it('did not when one is missing, not its own, or says the same', () => {
    for (const votes of [
      [vote('upheld')],
      [vote('upheld'), vote('rejected', { signedAs: 'upheld' })],
      [vote('upheld'), { ...vote('rejected'), publicKey: nameOf(another) }],
      [vote('upheld'), vote('rejected', { pair: another, accountId: 'b' })],
      [vote('rejected'), vote('frivolous')],
    ])
      expect(judgeVotes(...votes)).toEqual({ finding: 'upheld', because: 'signatures_do_not_contradict' });
  });

  it('may have done so by two keys of one account, which a person has to find', () => {
    expect(judgeVotes(vote('upheld'), vote('rejected', { pair: another }))).toEqual(byPerson);
  });
});
