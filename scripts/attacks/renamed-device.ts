/**
 * A device under another's name: claims that contradict themselves, a claim that fits together and is a processor's, and
 * a driver that a layer renamed.
 */
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { ProofRecord } from '../../shared/domain/patterns/proof-record.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { cpuClaim } from '../../tests/network/play-device.ts';
import { type Attack, type AttackContext, type Outcome, outcomeOf } from './attack.ts';
import { commitTo } from './attempt.ts';
import type { BenchNetwork } from './bench-network.ts';
import { betterNames } from './better-name.ts';
import { fillTimeOf, measureProcessor } from './processor-rate.ts';
import { reviewOf } from './simulated-records.ts';
import { readSpoofedAdapter } from './spoofed-adapter.ts';

const gibibyte = 2 ** 30;

/** The inventory of a PC with one RTX 4090, nothing in it out of place. */
const rtx4090: HardwareClaim = {
  ...cpuClaim,
  kind: 'gpu',
  class: 'rtx-4090',
  vramBytes: 24 * gibibyte,
  gpus: [{ model: 'nvidia-rtx-4090', vramBytes: 24 * gibibyte, offeredBytes: null }],
};

const contradictions: readonly { way: string; reason: string; change: Partial<HardwareClaim> }[] = [
  { way: 'a GPU’s class for a processor', reason: 'class_contradicts_kind', change: { kind: 'cpu', gpus: [] } },
  { way: 'software by its own word', reason: 'class_contradicts_kind', change: { isSoftware: true } },
  { way: 'a better class than its model’s', reason: 'class_contradicts_model', change: { class: 'h100' } },
  {
    way: 'half of the model’s memory',
    reason: 'memory',
    change: { gpus: rtx4090.gpus.map((card) => ({ ...card, vramBytes: 12 * gibibyte })) },
  },
  { way: 'more cards than it names', reason: 'count', change: { count: 8 } },
  { way: 'a class that does not exist', reason: 'class_unknown', change: { class: 'rtx-9090' } },
];

const contradicting = async (network: BenchNetwork): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const { way, reason, change } of contradictions) {
    const { status, body } = await network.register({ ...rtx4090, ...change });
    const said = (body.data as { reason?: string } | undefined)?.reason ?? `${status}`;
    outcomes.push(outcomeOf({ way, evidence: 'service', mustFailFor: [reason] }, [status === 200 ? 'passed' : said]));
  }
  return outcomes;
};

/** The service asks for a real 4090's proof, and its clock runs for as long as this processor would need to fill. */
const posing = async ({ network, arithmetic }: AttackContext, times: number): Promise<Outcome> => {
  const rate = await measureProcessor(arithmetic);
  const reasons: string[] = [];
  const facts = { fillMs: 0, fillDeadlineMs: 0 };
  for (let run = 0; run < times; run += 1) {
    const asked = await network.ask(null, rtx4090);
    facts.fillMs = fillTimeOf({ coverBytes: provenBytes(asked.spec), rounds: asked.spec.rounds }, rate);
    facts.fillDeadlineMs = asked.challenge.fillDeadlineMs;
    network.advance(facts.fillMs);
    const committed = await commitTo(asked, []);
    reasons.push('refusal' in committed ? committed.refusal : 'passed');
    asked.session.close();
  }
  const way = 'an inventory with an RTX 4090, on this processor';
  return outcomeOf({ way, evidence: 'projected', mustFailFor: ['CHALLENGE_LATE'], facts }, reasons);
};

const proofs = 12;

/** Proofs of an H100's pace, whose subgroup size is the one that was measured under the layer. */
const recordOf = (subgroupSize: number | null, at: number): ProofRecord => {
  const walkMs = 2_000 + ((at * 7) % 5) * 13;
  const fillMs = 10_000 + ((at * 11) % 7) * 41;
  return {
    deviceId: 'spoofed',
    accountId: 'spoofer',
    gpu: 0,
    class: 'h100',
    model: 'nvidia-h100-sxm',
    tick: at,
    at: at * 900_000,
    verdict: 'passed',
    fillMs,
    walkMs,
    walkBytesPerMs: 1.6e9,
    fillBlocksPerMs: 4e7,
    sharesFound: 1_024,
    sharesExpected: 1_024,
    roundTripFloorMs: null,
    roundTripJitterMs: null,
    fillByShard: [],
    telemetry: { fillMs, walkMs, dispatchMs: [], subgroupSize, adapterHash: null, driver: null, conditions: null },
  };
};

const spoofing = async (): Promise<Outcome> => {
  const seen = await readSpoofedAdapter();
  const said = { way: 'a driver that a layer renamed', evidence: 'rules', mustFailFor: ['behaviour'] } as const;
  if (typeof seen === 'string') return outcomeOf({ ...said, facts: { notTried: seen } }, []);
  const records = Array.from({ length: proofs }, (_, at) => recordOf(seen.subgroupSize, at));
  const { reasons } = reviewOf(records, new Set(['spoofed']));
  const subgroupSize = seen.subgroupSize ?? 'not measured';
  return outcomeOf({ ...said, facts: { name: seen.name, subgroupSize } }, reasons);
};

export const renamedDevice: Attack = {
  name: 'renamed-device',
  tries: 'Gives itself out as a card that it is not: by its claim, by its inventory, or by a layer over its driver.',
  run: async (context, times) => [
    ...(await contradicting(context.network)),
    await posing(context, times),
    await spoofing(),
    ...betterNames(),
  ],
};
