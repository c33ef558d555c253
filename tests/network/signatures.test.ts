import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuClaim, createPlayDevice, type PlayDevice } from './play-device.ts';
import type { Answer, SignedParts } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let device: PlayDevice;
let deviceId: string;

beforeAll(async () => {
  network = await startPlayNetwork();
  device = createPlayDevice(network.running.url, network.clock.now);
  deviceId = (await device.register(cpuClaim)).id;
});
afterAll(() => network.close());

const reasonOf = ({ body }: Answer): string => {
  const { reason } = (body.data ?? {}) as { reason?: string };
  return reason === undefined ? String(body.code) : `${String(body.code)} ${reason}`;
};

interface Forgery {
  readonly name: string;
  readonly expected: string;
  send(round: number): Promise<Answer>;
}

const signedThen = async (
  before: Partial<SignedParts>,
  after: Partial<SignedParts>,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const parts = { ...device.partsOf('POST', '/v1/events', { items: [] }), ...before };
  return device.send({ ...parts, ...after }, { ...device.headersFor(parts), ...headers });
};

const forgeries: readonly Forgery[] = [
  {
    name: 'another body',
    expected: 'SIGNATURE_REFUSED digest_mismatch',
    send: (round) => signedThen({}, { body: `{"items":[${round}]}` }),
  },
  {
    name: 'another body with its own digest',
    expected: 'SIGNATURE_REFUSED altered',
    send: (round) => {
      const other = device.headersFor({ ...device.partsOf('POST', '/v1/events'), body: `{"items":[${round}]}` });
      return signedThen({}, { body: `{"items":[${round}]}` }, { 'content-digest': other['content-digest'] ?? '' });
    },
  },
  { name: 'another path', expected: 'SIGNATURE_REFUSED altered', send: () => signedThen({}, { path: '/v1/wallet' }) },
  {
    name: 'another query',
    expected: 'SIGNATURE_REFUSED altered',
    send: (round) => signedThen({}, { query: `?round=${round}` }),
  },
  {
    name: 'another method',
    expected: 'SIGNATURE_REFUSED altered',
    send: () => signedThen({ method: 'GET', path: '/v1/wallet', body: '{}' }, { method: 'POST' }),
  },
  {
    name: 'an authority that is not ours',
    expected: 'SIGNATURE_REFUSED wrong_authority',
    send: (round) => signedThen({ authority: `network-${round}.example` }, {}),
  },
  {
    name: 'an authority that was rewritten',
    expected: 'SIGNATURE_REFUSED altered',
    send: (round) => signedThen({ authority: `network-${round}.example` }, {}, { host: device.authority }),
  },
  {
    name: 'another tag',
    expected: 'SIGNATURE_REFUSED other_tag',
    send: (round) => signedThen({ tag: `perigee-${round + 2}` }, {}),
  },
  {
    name: 'another algorithm',
    expected: 'SIGNATURE_REFUSED wrong_algorithm',
    send: () => signedThen({ alg: 'hmac-sha256' }, {}),
  },
  {
    name: 'a signature from the past',
    expected: 'CLOCK_OFF',
    send: (round) => signedThen({ created: Math.floor(network.clock.now() / 1000) - 121 - round }, {}),
  },
  {
    name: 'a signature from the future',
    expected: 'CLOCK_OFF',
    send: (round) => signedThen({ created: Math.floor(network.clock.now() / 1000) + 122 + round }, {}),
  },
  {
    name: 'the same request again',
    expected: 'REPLAYED',
    send: async () => {
      const parts = device.partsOf('GET', '/v1/devices/me');
      const headers = device.headersFor(parts);
      expect((await device.send(parts, headers)).status).toBe(200);
      return device.send(parts, headers);
    },
  },
  {
    name: 'a nonce that another request has used',
    expected: 'REPLAYED',
    send: async () => {
      const parts = device.partsOf('GET', '/v1/devices/me');
      await device.send(parts, device.headersFor(parts));
      const second = { ...device.partsOf('GET', '/v1/tier'), nonce: parts.nonce };
      return device.send(second, device.headersFor(second));
    },
  },
  {
    name: 'no signature',
    expected: 'SIGNATURE_REFUSED unsigned',
    send: () => device.send(device.partsOf('GET', '/v1/devices/me'), { host: device.authority }),
  },
  {
    name: 'a changed signature',
    expected: 'SIGNATURE_REFUSED altered',
    send: (round) => {
      const parts = device.partsOf('GET', '/v1/devices/me');
      const headers = device.headersFor(parts);
      const bytes = Buffer.from((headers.signature ?? '').slice('perigee=:'.length, -1), 'base64');
      bytes[round % 64] = (bytes[round % 64] ?? 0) ^ 1;
      return device.send(parts, { ...headers, signature: `perigee=:${bytes.toString('base64')}:` });
    },
  },
];

describe('signed requests', () => {
  it.each(forgeries)('with $name are refused as $expected, seven times of seven', async ({ expected, send }) => {
    for (let round = 0; round < 7; round += 1) {
      network.clock.advance(1_000);
      const answered = await send(round);
      expect(reasonOf(answered)).toBe(expected);
      expect(answered.status).toBe(401);
    }
  });

  it('of a key that was never registered are told so', async () => {
    const stranger = createPlayDevice(network.running.url, network.clock.now);
    const { status, body } = await stranger.ask('GET', '/v1/devices/me');
    expect([status, body.code]).toEqual([403, 'NOT_REGISTERED']);
  });

  it('leave their nonces on disk, so that a restart forgets none', async () => {
    const parts = device.partsOf('GET', '/v1/devices/me');
    expect((await device.send(parts, device.headersFor(parts))).status).toBe(200);
    await network.restart();
    const { db } = network.running.network;
    const kept = await db.selectFrom('nonces').select('keyId').where('nonce', '=', parts.nonce).execute();
    expect(kept).toEqual([{ keyId: device.publicKey }]);
    device = createPlayDevice(network.running.url, network.clock.now);
    deviceId = (await device.register(cpuClaim)).id;
  });
});

describe('registration', () => {
  it('gives the same key the same device and one grant', async () => {
    const fresh = createPlayDevice(network.running.url, network.clock.now);
    const first = await fresh.register(cpuClaim);
    const second = await fresh.register({ ...cpuClaim, threads: 8 });
    expect(second.id).toBe(first.id);
    expect(second.registeredAt).toBe(first.registeredAt);
    expect(second.claim.threads).toBe(8);
    expect(first.id).not.toBe(deviceId);
    const { body } = await fresh.ask('GET', '/v1/stake');
    expect(body.wallet).toBe('200000000000');
  });

  it('of somebody else’s key is refused', async () => {
    const thief = createPlayDevice(network.running.url, network.clock.now);
    const { status, body } = await thief.ask('POST', '/v1/devices', {
      publicKey: device.publicKey,
      name: 'x',
      claim: cpuClaim,
    });
    expect([status, body.code]).toEqual([422, 'CLAIM_REFUSED']);
  });

  it('refuses a body that is not of the contract, with its own status', async () => {
    const { status } = await device.ask('POST', '/v1/devices', {
      publicKey: device.publicKey,
      name: '',
      claim: { kind: 'tpu' },
    });
    expect(status).toBe(400);
  });
});
