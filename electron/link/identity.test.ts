import { createPublicKey, verify } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIdentity } from './identity.ts';

const nowMs = Date.UTC(2026, 10, 22, 9, 30);
let parent: string;
let path: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'perigee-identity-'));
  path = join(parent, 'data', 'device.key');
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (of: string): number => statSync(of).mode & 0o777;
const onPosix = it.skipIf(process.platform === 'win32');

describe('the device key', () => {
  it('is made once and read again', () => {
    const first = openIdentity(path, nowMs);
    expect(first.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(first.problem).toBeNull();
    expect(openIdentity(path, nowMs).publicKey).toBe(first.publicKey);
    expect(readdirSync(dirname(path))).toEqual(['device.key']);
    expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('signs so that its public key verifies it', () => {
    const { publicKey, sign } = openIdentity(path, nowMs);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    const signature = sign('a message');
    expect(verify(null, Buffer.from('a message'), key, signature)).toBe(true);
    expect(verify(null, Buffer.from('another message'), key, signature)).toBe(false);
  });

  onPosix('is readable by its owner only, in a folder of its owner only', () => {
    openIdentity(path, nowMs);
    expect([modeOf(path), modeOf(dirname(path))]).toEqual([0o600, 0o700]);
  });

  onPosix('takes wider permissions back and keeps the key', () => {
    const { publicKey } = openIdentity(path, nowMs);
    chmodSync(path, 0o644);
    chmodSync(dirname(path), 0o755);
    expect(openIdentity(path, nowMs)).toMatchObject({ publicKey, problem: null });
    expect([modeOf(path), modeOf(dirname(path))]).toEqual([0o600, 0o700]);
  });

  it.each([
    ['garbage', 'no key'],
    ['an empty file', ''],
    ['a cut-off key', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQ'],
  ])('sets %s aside under a dated name and makes a new key', (_, content) => {
    const before = openIdentity(path, nowMs);
    writeFileSync(path, content);
    const after = openIdentity(path, nowMs);
    const keptAs = `${path}.corrupt-2026-11-22T09-30-00-000Z`;
    expect(after.problem).toEqual({ code: 'KEY_SET_ASIDE', data: { file: path, keptAs } });
    expect(readFileSync(keptAs, 'utf8')).toBe(content);
    expect(after.publicKey).not.toBe(before.publicKey);
    expect(openIdentity(path, nowMs)).toMatchObject({ publicKey: after.publicKey, problem: null });
  });

  it('never writes over what was set aside before', () => {
    openIdentity(path, nowMs);
    for (const content of ['first', 'second']) {
      writeFileSync(path, content);
      openIdentity(path, nowMs);
    }
    const kept = readdirSync(dirname(path)).filter((name) => name.includes('corrupt'));
    expect(kept.map((name) => readFileSync(join(dirname(path), name), 'utf8')).sort()).toEqual(['first', 'second']);
  });

  it('begins anew after a crash while the key was written', () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, 'half a k');
    expect(openIdentity(path, nowMs).problem).toBeNull();
    expect(readdirSync(dirname(path))).toEqual(['device.key']);
  });

  it('says DATA_FOLDER_DENIED when its folder is a file', () => {
    writeFileSync(dirname(path), '');
    expect(() => openIdentity(path, nowMs)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_DENIED' }));
  });
});
