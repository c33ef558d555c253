import { describe, expect, it } from 'vitest';
import { imageSignerSchema } from './image-signers.ts';

const issuer = 'https://token.actions.githubusercontent.com';
const file = 'https://github.com/acme/images/.github/workflows/release.yml';
const isOne = (signer: unknown): boolean => imageSignerSchema.safeParse(signer).success;

describe('a pinned signer', () => {
  it.each([
    { issuer, identity: `${file}@refs/tags/v1` },
    { issuer: 'https://accounts.example/login/oauth', identity: 'builds@acme.example' },
    { issuer, workflow: `${file}@refs/tags/` },
    { issuer, workflow: `${file}@refs/heads/release/` },
    { issuer, workflow: 'https://gitlab.example/acme/images//.gitlab-ci.yml@refs/tags/' },
  ])('may be %j', (signer) => expect(isOne(signer)).toBe(true));

  it.each([
    {},
    { issuer },
    { identity: 'builds@acme.example' },
    { issuer: '', identity: 'a' },
    { issuer: 'http://issuer.example', identity: 'a' },
    { issuer: 'https://issuer.example', identity: '' },
    { issuer, identity: 'a b' },
    { issuer, identity: 'a', workflow: `${file}@refs/tags/` },
    { issuer, identity: 'a', also: true },
    { issuer, workflow: file },
    { issuer, workflow: 'https://github.com/acme' },
    { issuer, workflow: 'https://github.com/acme/images/' },
    { issuer, workflow: `${file}@` },
    { issuer, workflow: `${file}@refs/` },
    { issuer, workflow: `${file}@refs/tags/v1` },
    { issuer, workflow: `${file}@refs/pull/` },
    { issuer, workflow: 'https://github.com/.*/.*/release.yml@refs/tags/' },
    { issuer, workflow: `http://github.com/acme/images/release.yml@refs/tags/` },
  ])('is never %j', (signer) => expect(isOne(signer)).toBe(false));
});
