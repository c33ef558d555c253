import { describe, expect, it } from 'vitest';
import { walletChangeMessage } from '../../shared/domain/signing/messages.ts';
import { intentTextOf } from '../../tests/fakes/wallet/intent.ts';
import { aboutOf } from './signable.ts';

const networkKey = 'k'.repeat(43);
const change = walletChangeMessage({
  networkKey,
  accountId: 'a1',
  number: 1,
  kind: 'wallet_key',
  value: 'v'.repeat(43),
});

describe('what a wallet may sign here', () => {
  it.each([
    ['an intent', intentTextOf({ networkKey, accountId: 'a1' })],
    ['a change of the wallet', change],
  ])('is %s, of a network and an account', (_what, text) =>
    expect(aboutOf(text)).toEqual({ networkKey, accountId: 'a1' }),
  );

  it.each([
    ['nothing', ''],
    ['a request', '"@method": POST\n"@path": /v1/intents'],
    ['the opening of a session', 'perigee-session-1\nnetwork.example\nchallenge'],
    ['the adoption of an account', `perigee-owner-1\na1\n${'o'.repeat(43)}`],
    ['an intent with a line more', `${intentTextOf({ networkKey, accountId: 'a1' })}\nNote: hello`],
    ['an intent with a line less', intentTextOf({ networkKey, accountId: 'a1' }).replace(/\nFee: .*/, '')],
    ['a change with a line more', `${change}\nmore`],
    ['a change of something else', change.replace('wallet_key', 'compliance_level')],
    ['a change without a number', change.replace('\n1\n', '\n0\n')],
    ['any sentence', 'I agree to everything.'],
  ])('is not %s', (_what, text) => expect(aboutOf(text)).toBeNull());
});
