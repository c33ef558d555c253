/** A loss as its owner's app sees it: the real link and desk ask the real court. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEvidenceDesk, type EvidenceDesk } from '../../electron/device/evidence-desk.ts';
import { isSignedBy } from '../../electron/link/ed25519.ts';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import { firstLogBreak } from '../../shared/domain/device-log/entry.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { bundleMessage } from '../../shared/domain/signing/messages.ts';
import { createPlayBench, operatorKey, operatorOf } from './court-bench.ts';
import { required } from './joined-device.ts';
import { type OwnedLink, openOwnedLink } from './owned-link.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let network: PlayNetwork;
let owned: OwnedLink;
let desk: EvidenceDesk;
/** The one that nobody appeals. */
let charged: string;
beforeAll(async () => {
  network = await startPlayNetwork({ operatorKeys: [operatorKey], bench: createPlayBench() });
  owned = await openOwnedLink(network);
  desk = createEvidenceDesk({ clock: network.clock, membership: () => owned.membership, log: owned.log });
}, 60_000);
afterAll(async () => {
  await owned.close();
  await network.close();
});

const charge = async (): Promise<string> => {
  const slash = await proposeSlash(network.running.network, {
    deviceId: owned.membership.device.id,
    offence: 'O5',
    offenceAt: network.clock.now(),
    evidence: [{ kind: 'finding', body: { seen: 'twice' } }],
  });
  return slash?.id ?? '';
};

it('reads the case, appeals it once, and hears how it ended', async () => {
  const slashId = await charge();
  expect(await desk.read(slashId)).toMatchObject({
    kind: 'read',
    result: {
      ...{ offence: 'O5', state: 'escrow', amount: required / 2n, ownerPart: required / 2n, supportersPart: 0n },
      ...{ use: null, appeal: null, evidence: [{ kind: 'finding', body: '{"seen":"twice"}' }] },
    },
  });
  expect(await desk.read('nothing')).toEqual({ kind: 'not_found' });

  const asked = { slashId, grounds: 'not_this_device' as const, text: 'It was another card.' };
  const taken = await desk.appeal(asked);
  expect(taken).toMatchObject({
    kind: 'read',
    result: { appeal: { grounds: asked.grounds, text: asked.text, state: 'open' } },
  });
  expect(await desk.appeal(asked)).toEqual(taken);
  expect(await desk.appeal({ ...asked, text: 'And more.' })).toEqual({ kind: 'already' });

  const { matters } = (await operatorOf(network).ok('GET', '/v1/operators/matters')) as {
    matters: { matterId: string }[];
  };
  await operatorOf(network).ok('POST', `/v1/operators/matters/${matters[0]?.matterId}/ruling`, {
    ...{ finding: 'upheld', reason: 'The card is another one.' },
  });
  expect(await desk.read(slashId)).toMatchObject({
    result: { state: 'returned', appeal: { state: 'won', decidedBy: 'operator', reason: 'The card is another one.' } },
  });
});

it('joins the network’s signed text with this device’s own log of that time', async () => {
  const { link } = owned.membership;
  network.clock.advance(networkHoursMs(100, network.parameters));
  await network.running.pass();
  link.pause('asked');
  link.resume();
  const slashId = await charge();
  charged = slashId;
  const answer = await desk.bundle(slashId);
  if (answer.kind !== 'read') throw new Error(answer.kind);
  expect(answer.result.name).toBe(`perigee-appeal-${slashId}.json`);
  const { schema, signed, log } = JSON.parse(answer.result.text);
  expect(schema).toBe('perigee-appeal-bundle-1');
  expect(createHash('sha256').update(signed.content).digest('hex')).toBe(signed.sha256);
  expect(isSignedBy(network.running.network.keys.publicKey, bundleMessage(signed.sha256), signed.signature)).toBe(true);
  expect(JSON.parse(signed.content).slash.id).toBe(slashId);
  expect(log.entries.map(({ body }: { body: string }) => JSON.parse(body).event.kind)).toEqual([
    'owner_paused',
    'owner_resumed',
  ]);
  expect([log.brokenAt, log.isCut, firstLogBreak(log.entries)]).toEqual([null, false, null]);

  owned.database.sqlite.exec(`UPDATE device_log SET body = '{}' WHERE seq = ${log.entries[1].seq}`);
  const changed = await desk.bundle(slashId);
  if (changed.kind !== 'read') throw new Error(changed.kind);
  expect(JSON.parse(changed.result.text).log.brokenAt).toBe(log.entries[1].seq);
});

it('takes no appeal after its time, and asks nothing for an account that is somebody else’s', async () => {
  network.clock.advance(networkHoursMs(720, network.parameters));
  await network.running.pass();
  expect(await desk.appeal({ slashId: charged, grounds: 'other', text: 'Late.' })).toMatchObject({ kind: 'late' });
  const { link, network: facts } = owned.membership;
  const asStranger = (membership: Parameters<typeof createEvidenceDesk>[0]['membership']) =>
    createEvidenceDesk({ clock: network.clock, membership, log: owned.log });
  await expect(asStranger(() => ({ link, network: facts, coins: null })).read(charged)).rejects.toMatchObject({
    code: 'NOT_ACCOUNT_OWNER',
  });
  expect(await asStranger(() => null).read(charged)).toEqual({ kind: 'not_joined' });
});
