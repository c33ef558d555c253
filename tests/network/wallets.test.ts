/** An account's wallet, its changes that wait, and what leaves the account meanwhile: on the real service and database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { baseUnitsPerIo, inBaseUnits } from '../../shared/units/money.ts';
import { join, live, required } from './joined-device.ts';
import { cpuClaim, createPlayDevice, type PlayDevice } from './play-device.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { createPlayOwner, type PlayOwner } from './play-owner.ts';

const address = '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU';
const otherAddress = '9yLYuh3DX98e08UYKTEqcE6kClifUrB94UASvKptgBtV';
const withdrawalLimit = inBaseUnits(100n * baseUnitsPerIo);

let network: PlayNetwork;
beforeAll(async () => {
  // Nothing is paid out by itself for a while, so that there is something to claim.
  network = await startPlayNetwork({ parameters: { payoutEveryHours: 100, withdrawalLimit } });
});
afterAll(() => network.close());

const newKey = (): PlayKey => createPlayKey(network.running.url, network.clock.now);
const hold = (): number => networkHoursMs(72, network.parameters);
const passLater = async (ms: number): Promise<void> => {
  network.clock.advance(ms);
  await network.running.pass();
};
const owned = async (): Promise<{ id: string; device: PlayDevice; owner: PlayOwner }> => {
  const device = createPlayDevice(network.running.url, network.clock.now);
  const { id } = await device.register(cpuClaim);
  return { id, device, owner: await device.owner() };
};
const letIn = async (owner: PlayOwner, role: 'viewer' | 'owner'): Promise<PlayKey> => {
  const key = newKey();
  await owner.key.ok('POST', '/v1/accounts/me/members', { publicKey: key.publicKey, name: role, role });
  return key;
};
const noticesOf = async (key: PlayKey): Promise<{ id: string; kind: string; facts: Record<string, unknown> }[]> =>
  (await key.ok('GET', '/v1/accounts/me/notices')) as never;

describe('a wallet', () => {
  it('has its first key at once, from an owner who can sign with it, and no key that speaks for something else', async () => {
    const device = createPlayDevice(network.running.url, network.clock.now);
    await device.register(cpuClaim);
    const owner = createPlayOwner(network.running.url, network.clock.now);
    await owner.adopt(device);
    expect(await owner.key.ok('GET', '/v1/wallet')).toEqual({
      walletKey: null,
      payoutAddress: null,
      nextChange: 1,
      waiting: [],
    });
    expect((await owner.name({ kind: 'wallet_key', of: device })).body.code).toBe('KEY_IS_DEVICES');
    expect((await owner.name({ kind: 'wallet_key', of: owner.key })).body.code).toBe('KEY_TAKEN');
    const unsigned = await owner.key.ask('POST', '/v1/wallet', {
      kind: 'wallet_key',
      value: owner.wallet.publicKey,
      ownSignature: newKey().signText('something else'),
    });
    expect(unsigned.body).toMatchObject({ code: 'WALLET_SIGNATURE_WRONG', data: { whose: 'new_key' } });
    expect((await owner.name({ kind: 'wallet_key' })).body).toMatchObject({
      walletKey: owner.wallet.publicKey,
      nextChange: 2,
      waiting: [],
    });
    expect(await noticesOf(owner.key)).toMatchObject([
      { kind: 'wallet_set', facts: { kind: 'wallet_key', askedBy: owner.key.publicKey } },
    ]);
  });

  it('changes 72 hours after it was asked, not before, and everybody in the account can see it coming', async () => {
    const { id, owner } = await owned();
    const viewer = await letIn(owner, 'viewer');
    const next = newKey();
    const effectiveAt = network.clock.now() + hold();
    const asked = await owner.name({ kind: 'wallet_key', of: next }, owner.wallet);
    const change = { kind: 'wallet_key', value: next.publicKey, effectiveAt, isSigned: true };
    expect(asked.body).toMatchObject({ walletKey: owner.wallet.publicKey, waiting: [change] });
    expect(await viewer.ok('GET', '/v1/accounts/me')).toMatchObject({ walletChanges: [change] });
    const [notice] = await noticesOf(viewer);
    expect(notice).toMatchObject({ kind: 'wallet_change_asked', facts: change, readAt: null });
    expect((await viewer.ask('POST', `/v1/accounts/me/notices/${notice?.id}/read`)).body.code).toBe('ROLE_TOO_LOW');
    await owner.key.ok('POST', `/v1/accounts/me/notices/${notice?.id}/read`);
    expect((await noticesOf(viewer))[0]).toMatchObject({ readAt: network.clock.now() });

    expect((await owner.name({ kind: 'wallet_key', of: newKey() })).body).toMatchObject({
      code: 'WALLET_CHANGE_PENDING',
      data: { until: effectiveAt },
    });
    await passLater(hold() - 1);
    expect((await owner.move('stake', id, '1')).status).toBe(200);
    await passLater(60_001);
    expect(await owner.key.ok('GET', '/v1/wallet')).toMatchObject({ walletKey: next.publicKey, waiting: [] });
    expect((await owner.move('stake', id, '1')).body.code).toBe('WALLET_SIGNATURE_WRONG');
    const { body } = await owner.prepare('stake', id, '1');
    expect((await owner.sign(body as never, next)).status).toBe(200);
    expect((await noticesOf(viewer))[0]).toMatchObject({ kind: 'wallet_change_made', facts: { kind: 'wallet_key' } });
  });

  it('that is lost can be changed by an owner, who waits as long; any owner can cancel it', async () => {
    const { owner } = await owned();
    const second = await letIn(owner, 'owner');
    const asked = await owner.name({ kind: 'wallet_key', of: newKey() });
    const [change] = asked.body.waiting as { id: string; isSigned: boolean; effectiveAt: number }[];
    expect(change).toMatchObject({ isSigned: false, effectiveAt: network.clock.now() + hold() });
    const cancel = (key: PlayKey) => key.ask('POST', `/v1/wallet/changes/${change?.id}/cancel`);
    const stranger = (await owned()).owner;
    expect((await cancel(stranger.key)).body.code).toBe('CHANGE_NOT_FOUND');
    expect((await cancel(await letIn(owner, 'viewer'))).body.code).toBe('CHANGE_NOT_FOUND');
    expect((await cancel(second)).body).toEqual({ cancelledAt: network.clock.now() });
    expect(await second.ok('GET', '/v1/wallet')).toMatchObject({ walletKey: owner.wallet.publicKey, waiting: [] });
    expect((await cancel(owner.key)).body.code).toBe('CHANGE_NOT_FOUND');
    await passLater(hold() + 60_000);
    expect(await owner.key.ok('GET', '/v1/wallet')).toMatchObject({ walletKey: owner.wallet.publicKey });
    expect((await noticesOf(second)).map(({ kind }) => kind)).toEqual([
      'wallet_change_cancelled',
      'wallet_change_asked',
      'wallet_set',
    ]);
  });

  it('speaks for itself when a thief has put its owners out, against what it never agreed to', async () => {
    const { owner, device } = await owned();
    const { accountId } = await device.ok('GET', '/v1/devices/me');
    const { parameters } = (await owner.key.ok('GET', '/v1/parameters')) as { parameters: { networkKey: string } };
    const thief = createPlayOwner(network.running.url, network.clock.now, await letIn(owner, 'owner'), newKey());
    const { publicKey } = owner.key;
    await thief.key.ok('POST', `/v1/accounts/me/members/${publicKey}/remove`);
    const cancelBy = (wallet: PlayKey, changeId: string | undefined, signed = changeId) => {
      const text = ['perigee-wallet-cancel-1', parameters.networkKey, accountId, signed].join('\n');
      return owner.key.ask('POST', `/v1/wallet/changes/${changeId}/cancel`, { walletSignature: wallet.signText(text) });
    };
    const changeOf = ({ body }: { body: Record<string, unknown> }) => (body.waiting as { id: string }[])[0]?.id;
    const stolen = changeOf(await thief.name({ kind: 'wallet_key' }));
    expect((await owner.key.ask('POST', `/v1/wallet/changes/${stolen}/cancel`, {})).body.code).toBe('CHANGE_NOT_FOUND');
    expect((await cancelBy(thief.wallet, stolen)).body.code).toBe('CHANGE_NOT_FOUND');
    expect((await cancelBy(owner.wallet, stolen, 'another')).body.code).toBe('CHANGE_NOT_FOUND');
    expect((await cancelBy(owner.wallet, stolen)).body).toEqual({ cancelledAt: network.clock.now() });
    // A copy of the wallet cannot hold its owner back who changes it with the wallet itself.
    const agreed = changeOf(await thief.name({ kind: 'wallet_key' }, owner.wallet));
    expect((await cancelBy(owner.wallet, agreed)).body.code).toBe('CHANGE_NOT_FOUND');
  });

  it('agrees to one change, and not to another with the same signature', async () => {
    const { owner } = await owned();
    await owner.name({ kind: 'payout_address', value: address });
    expect((await owner.name({ kind: 'payout_address', value: otherAddress }, newKey())).body).toMatchObject({
      code: 'WALLET_SIGNATURE_WRONG',
      data: { whose: 'wallet' },
    });
    const { parameters } = (await owner.key.ok('GET', '/v1/parameters')) as { parameters: { networkKey: string } };
    const { id } = await owner.key.ok('GET', '/v1/accounts/me');
    const text = (number: number): string =>
      ['perigee-wallet-1', parameters.networkKey, id, number, 'payout_address', otherAddress].join('\n');
    const ask = (signedFor: number) =>
      owner.key.ask('POST', '/v1/wallet', {
        kind: 'payout_address',
        value: otherAddress,
        walletSignature: owner.wallet.signText(text(signedFor)),
      });
    const first = await ask(3);
    const [change] = first.body.waiting as { id: string }[];
    await owner.key.ok('POST', `/v1/wallet/changes/${change?.id}/cancel`);
    expect((await ask(3)).body.code).toBe('WALLET_SIGNATURE_WRONG');
    expect((await ask(4)).status).toBe(200);
  });

  it.each([
    ['a seed phrase', 'legal winner thank year wave sausage worth useful legal winner thank yellow'],
    ['a link', 'https://example.com/pay'],
    ['two lines', `${address}\nFee`],
  ])('takes no address that is %s, and repeats none of it', async (_what, value) => {
    const { owner } = await owned();
    const { status, body } = await owner.name({ kind: 'payout_address', value });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain(value.slice(0, 12));
  });
});

describe('a claim', () => {
  it('takes out what was earned, as far as limit and waiting changes let it', async () => {
    const one = await join(network, { staked: required });
    const { id, device, session } = one;
    const owner = await device.owner();
    const prove = async () =>
      expect((await device.prove((await session.next('challenge')).challenge)).verdict).toBe('passed');
    expect((await owner.move('claim', id, null)).body.code).toBe('NOTHING_TO_CLAIM');
    await prove();
    const { endsAt } = (await device.ok('GET', '/v1/earnings')).currentHour as { endsAt: number };
    await live(network, [one], Math.ceil((endsAt - network.clock.now()) / 1_000) + 4);
    await prove();
    await live(network, [one], 18);
    const totals = async () => (await device.ok('GET', '/v1/earnings')).totals as { confirmed: string; paid: string };
    const earned = BigInt((await totals()).confirmed);
    expect(earned).toBeGreaterThan(withdrawalLimit);
    const free = BigInt(String((await owner.key.ok('GET', '/v1/accounts/me')).wallet));

    expect((await owner.move('claim', id, (earned + 1n).toString())).body).toMatchObject({
      code: 'AMOUNT_TOO_LARGE',
      data: { available: earned.toString() },
    });
    const taken = inBaseUnits(5n * baseUnitsPerIo);
    expect((await owner.move('claim', id, taken.toString())).body).toMatchObject({ wallet: (free + taken).toString() });
    expect(await totals()).toMatchObject({ confirmed: (earned - taken).toString(), paid: taken.toString() });

    expect((await owner.move('claim', id, '1', 'payout')).body.code).toBe('NO_PAYOUT_ADDRESS');
    expect((await owner.name({ kind: 'payout_address', value: address })).body).toMatchObject({
      payoutAddress: address,
      waiting: [],
    });
    expect((await owner.move('claim', id, (withdrawalLimit + 1n).toString(), 'payout')).body).toMatchObject({
      code: 'WITHDRAWAL_LIMIT',
      data: { available: withdrawalLimit.toString() },
    });
    const { body } = await owner.prepare('claim', id, withdrawalLimit.toString(), 'payout');
    expect(body.text).toContain(`Worst case: you lose 100.00000000 IO (10000000000 base units), 100.00 %`);
    expect(body.text).toContain(`Coins go to: the address ${address}`);
    expect((await owner.sign(body as never)).status).toBe(200);
    expect((await owner.move('claim', id, '1', 'payout')).body).toMatchObject({
      code: 'WITHDRAWAL_LIMIT',
      data: { available: '0' },
    });
    const { accountId } = await device.ok('GET', '/v1/devices/me');
    const left = await network.running.network.db
      .selectFrom('postings')
      .select('amount')
      .where('account', '=', `paid:${String(accountId)}`)
      .execute();
    expect(left).toEqual([{ amount: withdrawalLimit }]);
    expect((await totals()).paid).toBe((taken + withdrawalLimit).toString());

    const signedBefore = (await owner.prepare('claim', id, null)).body;
    const until = network.clock.now() + hold();
    await owner.name({ kind: 'payout_address', value: otherAddress }, owner.wallet);
    for (const answer of [await owner.sign(signedBefore as never), await owner.move('claim', id, '1')])
      expect(answer.body).toMatchObject({ code: 'WALLET_CHANGE_PENDING', data: { until } });
    session.close();
    await passLater(hold() + 60_000);
    expect((await owner.move('claim', id, '1', 'payout')).body.code).toBe('WITHDRAWAL_LIMIT');
    expect((await totals()).confirmed).toBe((earned - taken - withdrawalLimit).toString());
  });
});

describe('payouts by themselves', () => {
  it('wait while a change of the wallet does, and come afterwards', async () => {
    const other = await startPlayNetwork();
    try {
      const one = await join(other, { staked: required });
      const { device, session } = one;
      const owner = await device.owner();
      const prove = async () => device.prove((await session.next('challenge')).challenge);
      const totals = async () => (await device.ok('GET', '/v1/earnings')).totals as { confirmed: string; paid: string };
      await prove();
      await live(other, [one], 11);
      await prove();
      await live(other, [one], 16);
      const { confirmed } = await totals();
      expect(BigInt(confirmed)).toBeGreaterThan(0n);
      await owner.name({ kind: 'wallet_key', of: createPlayKey(other.running.url, other.clock.now) }, owner.wallet);
      await live(other, [one], 21);
      expect(await totals()).toMatchObject({ confirmed, paid: '0' });
      other.clock.advance(networkHoursMs(72, other.parameters));
      await live(other, [one], 21);
      expect((await totals()).paid).toBe(confirmed);
      session.close();
    } finally {
      await other.close();
    }
  });
});
