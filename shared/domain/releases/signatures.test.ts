import { describe, expect, it } from 'vitest';
import type { Manifest, ReleaseSignatures } from './manifest.ts';
import { readSignatures, signaturesText } from './manifest.ts';
import { type IsSignedBy, type KnownKeys, signatureFaults } from './signatures.ts';

const [network, validator, other] = ['A', 'B', 'C'].map((letter) => `${letter.repeat(42)}A`) as [
  string,
  string,
  string,
];
const text = 'the manifest';
const signatureOf = (key: string): string => `${key.slice(0, 1).repeat(85)}A`;
const isSignedBy: IsSignedBy = (key, message, signature) =>
  message === `perigee-release-1\n${text}` && signature === signatureOf(key);
const by = (role: 'network' | 'validator', key: string): ReleaseSignatures[number] => ({
  by: role,
  key,
  signature: signatureOf(key),
});
const manifest = { signers: { network, validators: [validator] } } as Manifest;
const anyKeys: KnownKeys = { network: [], validators: [] };
const codesOf = (signatures: ReleaseSignatures, keys = anyKeys, of = manifest): string[] =>
  signatureFaults({ manifest: of, text }, signatures, keys, isSignedBy).map(({ code, key }) => `${code} ${key}`);
const both = [by('network', network), by('validator', validator)];

describe('a release', () => {
  it('is signed by the network and one validator, whose keys may be known from elsewhere', () => {
    expect(codesOf(both)).toEqual([]);
    expect(codesOf(both, { network: [other, network], validators: [validator] })).toEqual([]);
  });

  it.each([
    ['nobody', [], ['signature_missing network', 'signature_missing validator']],
    ['the network alone', both.slice(0, 1), ['signature_missing validator']],
    ['a validator alone', both.slice(1), ['signature_missing network']],
    ['a stranger as network', [by('network', other), both[1]], ['signer_unknown network', 'signature_missing network']],
    [
      'a stranger as validator',
      [both[0], by('validator', other)],
      ['signer_unknown validator', 'signature_missing validator'],
    ],
    ['a stranger besides', [...both, by('validator', other)], ['signer_unknown validator']],
    [
      'the validator as network',
      [by('network', validator)],
      ['signer_unknown network', 'signature_missing network', 'signature_missing validator'],
    ],
  ])('is not, by %s', (_what, signatures, expected) => {
    expect(codesOf(signatures as ReleaseSignatures)).toEqual(expected);
  });

  it('is signed by the network alone where it names no validator, unless one is known from elsewhere', () => {
    const alone = { signers: { network, validators: [] as string[] } } as Manifest;
    expect(codesOf([by('network', network)], anyKeys, alone)).toEqual([]);
    expect(codesOf([], anyKeys, alone)).toEqual(['signature_missing network']);
    expect(codesOf([by('network', network)], { network: [], validators: [validator] }, alone)).toEqual([
      'signature_missing validator',
    ]);
  });

  it('is not where the network is its own validator', () => {
    const alone = { signers: { network, validators: [network] } } as Manifest;
    expect(codesOf([by('network', network)], anyKeys, alone)).toEqual(['signature_missing validator']);
  });

  it('is not where its keys are others than are known', () => {
    expect(codesOf(both, { network: [other], validators: [] })).toEqual([
      'signer_unknown network',
      'signature_missing network',
    ]);
    expect(codesOf(both, { network: [], validators: [other] })).toEqual([
      'signer_unknown validator',
      'signature_missing validator',
    ]);
  });

  it('blames the signature that does not fit, and the manifest where none does', () => {
    const wrong = { ...by('validator', validator), signature: signatureOf(other) };
    const partsOf = (signatures: ReleaseSignatures, of: string): unknown[] =>
      signatureFaults({ manifest, text: of }, signatures, anyKeys, isSignedBy).map(({ code, part }) => [code, part]);
    expect(partsOf([by('network', network), wrong], text)).toEqual([
      ['signature_wrong', 'signatures'],
      ['signature_missing', 'signatures'],
    ]);
    expect(partsOf(both, 'another manifest')[0]).toEqual(['signature_wrong', 'manifest']);
  });
});

describe('the file of signatures', () => {
  it('is one text for the same signatures, in order of key', () => {
    expect(signaturesText(both.toReversed())).toBe(signaturesText(both));
    expect(readSignatures(signaturesText(both)).faults).toEqual([]);
  });

  it.each([
    ['a signature in another spelling', signaturesText(both).replace(`${signatureOf(network)}`, `${'A'.repeat(85)}B`)],
    ['a key twice', signaturesText([...both, by('validator', network)])],
    ['more than is asked', signaturesText(both).replace('"by"', '"at":1,"by"')],
    ['no list', '{}'],
    ['no JSON', '['],
  ])('is refused with %s', (_what, of) => expect(readSignatures(of).faults).not.toEqual([]));

  it('is told when it is only written in another way', () => {
    expect(readSignatures(` ${signaturesText(both)}`).faults).toMatchObject([{ code: 'not_canonical' }]);
  });
});
