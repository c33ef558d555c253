import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CourtMatter } from '../../contract/network/court.ts';
import type { EvidenceKind } from '../../contract/network/court-evidence.ts';
import { infer } from '../inference/infer.ts';
import { inferenceModel } from '../inference/model.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { deviceIdOf } from '../signing/device-id.ts';
import { inferenceMessage } from '../signing/messages.ts';
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
  judgeEvidence({ matter: 'appeal', offence, deviceId: 'd', evidence }, isSignedBy);

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
  const report = { matter: 'report', offence: 'O1', deviceId: 'd', evidence: [piece('hired_hour', hour(6))] } as const;
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

describe('an inference that was drawn', () => {
  const prompt = Buffer.from('again');
  const honest = infer({ prompt, count: 4 });
  const asked = { taskId: 't', model: inferenceModel as string, prompt: prompt.toString('hex'), count: 4 };
  const told = (change: Partial<typeof asked & typeof honest> = {}, by = own) => {
    const said = { ...asked, ...honest, ...change };
    const signature = sign(null, Buffer.from(inferenceMessage(said)), by.privateKey).toString('base64url');
    return { ...said, publicKey: nameOf(by), signature };
  };
  const judged = (body: ReturnType<typeof told>) => {
    const about = { offence: 'O6' as const, deviceId: deviceIdOf(nameOf(own)), evidence: [piece('inference', body)] };
    return (['inference', 'appeal'] as const).map((matter) => judgeEvidence({ ...about, matter }, isSignedBy));
  };
  const cheated = `${honest.tokens.slice(0, 4)}ff${honest.tokens.slice(6)}`;

  it.each([
    ['is right where it comes out the same', told(), 'rejected', 'upheld', { because: 'result_right' }],
    [
      'is made up from its first other token on',
      told({ tokens: cheated }),
      ...(['upheld', 'rejected'] as const),
      { because: 'result_differs', token: 2 },
    ],
    [
      'costs nobody anything without the device’s own signature',
      { ...told(), tokens: cheated },
      ...(['rejected', 'upheld'] as const),
      { because: 'result_not_signed' },
    ],
    [
      'costs nobody anything under another device’s signature',
      told({ tokens: cheated }, another),
      ...(['rejected', 'upheld'] as const),
      { because: 'result_not_signed' },
    ],
    [
      'cannot be put under another prompt than the one that was signed',
      { ...told(), prompt: '00' },
      ...(['rejected', 'upheld'] as const),
      { because: 'result_not_signed' },
    ],
  ] as const)('%s', (_what, body, ofDraw, ofAppeal, because) => {
    expect(judged(body)).toEqual([
      { finding: ofDraw, ...because },
      { finding: ofAppeal, ...because },
    ]);
  });

  it('of a model that is not known here is left to a person', () => {
    expect(judged(told({ model: 'another' }))).toEqual([byPerson, byPerson]);
  });
});
