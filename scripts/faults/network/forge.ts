/**
 * Sends forged requests of every kind of caller to a real service, and looks at all tables before and after. None may be
 * taken, none may be an error of the service's own, and nothing may have changed but nonces that honest requests spent.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { sql } from 'kysely';
import type { Database } from '../../../network/store/open-store.ts';
import { image, newSpec, terms } from '../../../tests/network/market-bench.ts';
import { cpuClaim, createPlayDevice } from '../../../tests/network/play-device.ts';
import { createPlayKey, type PlayKey } from '../../../tests/network/play-key.ts';
import { type PlayNetwork, startPlayNetwork } from '../../../tests/network/play-network.ts';
import { createDraw } from './draw.ts';
import { forgeries, type Sent } from './forgeries.ts';

interface Caller {
  readonly name: string;
  readonly key: PlayKey;
  /** What it reads, and what it would change. */
  readonly reads: string;
  readonly writes: readonly [path: string, body: object];
}

export interface ForgedReport {
  readonly requests: number;
  readonly byForgery: Readonly<Record<string, number>>;
  readonly byAnswer: Readonly<Record<string, number>>;
  /** Taken, or an error of the service's own: with what to draw it again by. */
  readonly wrong: readonly {
    readonly number: number;
    readonly caller: string;
    readonly forgery: string;
    readonly status: number;
  }[];
  /** Tables that are not as they were. */
  readonly changed: readonly string[];
}

const operatorPair = generateKeyPairSync('ed25519');

const openCallers = async (network: PlayNetwork): Promise<Caller[]> => {
  const { url } = network.running;
  const newKey = (pair = generateKeyPairSync('ed25519')): PlayKey => createPlayKey(url, network.clock.now, pair);
  const device = createPlayDevice(url, network.clock.now);
  const { id: deviceId } = await device.register(cpuClaim);
  const owner = await device.owner();
  const letIn = async (role: string): Promise<PlayKey> => {
    const key = newKey();
    await owner.key.ok('POST', '/v1/accounts/me/members', { publicKey: key.publicKey, name: role, role });
    return key;
  };
  const renter = newKey();
  await renter.ok('POST', '/v1/accounts', { name: 'Renter' });
  const event = { id: crypto.randomUUID(), at: network.clock.now(), event: { kind: 'owner_resumed' } };
  const staking = { action: 'stake', deviceId, amount: '20000000000' };
  const member = { publicKey: newKey().publicKey, name: 'x', role: 'owner' };
  return [
    { name: 'device', key: device, reads: '/v1/devices/me', writes: ['/v1/events', { items: [event] }] },
    { name: 'owner', key: owner.key, reads: '/v1/wallet', writes: ['/v1/intents', staking] },
    { name: 'staff', key: await letIn('staff'), reads: '/v1/accounts/me', writes: ['/v1/jobs', terms(newSpec())] },
    {
      name: 'viewer',
      key: await letIn('viewer'),
      reads: '/v1/accounts/me/devices',
      writes: ['/v1/accounts/me/members', member],
    },
    { name: 'renter', key: renter, reads: '/v1/accounts/me', writes: ['/v1/jobs', terms(newSpec())] },
    {
      ...{ name: 'operator', key: newKey(operatorPair), reads: '/v1/operators' },
      writes: ['/v1/notices', { title: 'x', text: 'x' }],
    },
  ];
};

const send = (network: PlayNetwork, { parts, headers }: Sent): Promise<{ status: number; code: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(network.running.url);
    const { method, path, query, body } = parts;
    const flat = Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((each) => [name, each]));
    const sent = request(
      {
        ...{ host: hostname, port, method, agent: false },
        path: query === '?' ? path : `${path}${query}`,
        headers: [...flat, 'content-length', String(Buffer.byteLength(body))] as never,
        setHost: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const told = text.startsWith('{') ? (JSON.parse(text) as { code?: unknown; data?: { reason?: string } }) : {};
          resolve({ status: response.statusCode ?? 0, code: told.data?.reason ?? String(told.code ?? 'none') });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** What honest requests leave: a nonce each, and an operator's each a line of the log. */
const leftByHonest = new Set(['nonces', 'operator_calls']);

/** A hash of every other table. */
const stateOf = async (db: Database): Promise<Map<string, string>> => {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  const state = new Map<string, string>();
  for (const { name } of rows.filter((row) => !leftByHonest.has(row.name))) {
    const { rows: found } = await sql<{ line: string }>`select t::text as line from ${sql.table(name)} t`.execute(db);
    const lines = found.map(({ line }) => line).toSorted();
    state.set(name, createHash('sha256').update(lines.join('\n')).digest('hex'));
  }
  return state;
};

/** @param only  one request alone, by its number; null: all */
export const forgeRequests = async (
  asked: { readonly requests: number; readonly seed: number; readonly only: number | null },
  onSome: (sent: number) => void = () => undefined,
): Promise<ForgedReport> => {
  const operatorKey = operatorPair.publicKey.export({ format: 'jwk' }).x ?? '';
  const network = await startPlayNetwork({ operatorKeys: [operatorKey], vouchedImages: [image] });
  try {
    const { db } = network.running.network;
    const callers = await openCallers(network);
    const before = await stateOf(db);
    const byForgery: Record<string, number> = {};
    const byAnswer: Record<string, number> = {};
    const wrong: { number: number; caller: string; forgery: string; status: number }[] = [];
    const numbers = asked.only === null ? Array.from({ length: asked.requests }, (_, at) => at) : [asked.only];
    for (const number of numbers) {
      const draw = createDraw(`forged ${asked.seed} ${number}`);
      network.clock.advance(250);
      const caller = draw.pick(callers, 'caller');
      const other = draw.pick(
        callers.filter((each) => each !== caller),
        'other',
      ).key;
      const forgery = draw.pick(forgeries, 'forgery');
      const { key } = caller;
      const isRead = forgery.isReplay === true || draw.below(2, 'read') === 0;
      const parts = isRead ? key.partsOf('GET', caller.reads) : key.partsOf('POST', ...caller.writes);
      const headers = key.headersFor(parts);
      if (forgery.isReplay) {
        const honest = await send(network, { parts, headers });
        if (honest.status !== 200)
          throw new Error(`an honest ${caller.name} was refused: ${honest.status} ${honest.code}`);
      }
      const { status, code } = await send(network, forgery.make({ key, parts, headers, other, draw }));
      byForgery[forgery.name] = (byForgery[forgery.name] ?? 0) + 1;
      const answer = `${status} ${code}`;
      byAnswer[answer] = (byAnswer[answer] ?? 0) + 1;
      if (status < 400 || status >= 500) wrong.push({ number, caller: caller.name, forgery: forgery.name, status });
      if (number % 1_000 === 999) onSome(number + 1);
    }
    const after = await stateOf(db);
    const changed = [...before].flatMap(([name, hash]) => (after.get(name) === hash ? [] : [name]));
    return { requests: numbers.length, byForgery, byAnswer, wrong, changed };
  } finally {
    await network.close();
  }
};
