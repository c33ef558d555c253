import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/contract/codes.ts';
import { intentTextOf } from '../../tests/fakes/wallet/intent.ts';
import { isSignedBy } from '../link/ed25519.ts';
import { createLocalnetWallet } from './localnet-wallet.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-wallet-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const about = { networkKey: 'k'.repeat(43), accountId: 'a1' };
const { signal } = new AbortController();
const problems: Problem[] = [];
const walletOn = (isPlay: boolean) =>
  createLocalnetWallet({
    path: join(dir, 'play-wallet.key'),
    isPlay,
    about,
    now: () => 0,
    onProblem: (problem) => problems.push(problem),
  });

describe('the wallet of play coins', () => {
  it('has one key, made when it is first asked for, for its owner’s eyes alone', async () => {
    const wallet = walletOn(true);
    expect(existsSync(join(dir, 'play-wallet.key'))).toBe(false);
    const key = await wallet.publicKey(signal);
    expect(await walletOn(true).publicKey(signal)).toBe(key);
    if (process.platform !== 'win32') expect(statSync(join(dir, 'play-wallet.key')).mode & 0o777).toBe(0o600);
    const text = intentTextOf(about);
    expect(isSignedBy(key, text, await wallet.sign(text, signal))).toBe(true);
  });

  it('does nothing where coins have a price: it makes no key, shows none and signs nothing', async () => {
    await walletOn(true).publicKey(signal);
    for (const asked of [walletOn(false).publicKey(signal), walletOn(false).sign(intentTextOf(about), signal)])
      await expect(asked).rejects.toMatchObject({ code: 'WALLET_MISSING' });
    rmSync(join(dir, 'play-wallet.key'));
    await expect(walletOn(false).publicKey(signal)).rejects.toMatchObject({ code: 'WALLET_MISSING' });
    expect(existsSync(join(dir, 'play-wallet.key'))).toBe(false);
  });

  it.each([
    ['of another network', intentTextOf({ ...about, networkKey: 'x'.repeat(43) })],
    ['of another account', intentTextOf({ ...about, accountId: 'a2' })],
    ['that is no intent', 'perigee-session-1\nnetwork.example\nchallenge'],
  ])('signs no text %s', async (_what, text) => {
    await expect(walletOn(true).sign(text, signal)).rejects.toMatchObject({
      code: 'SIGNING_FAILED',
      data: { why: 'not_allowed' },
    });
  });

  it('keeps a key that it cannot read, and says so by a problem of its own', async () => {
    const path = join(dir, 'play-wallet.key');
    writeFileSync(path, 'no key');
    await walletOn(true).publicKey(signal);
    const problem = problems.at(-1);
    expect(problem).toMatchObject({ code: 'MONEY_KEY_SET_ASIDE', data: { file: path } });
    const { keptAs } = (problem?.data ?? {}) as { keptAs: string };
    expect(readFileSync(keptAs, 'utf8')).toBe('no key');
  });
});
