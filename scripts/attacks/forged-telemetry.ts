/** What a prover says of its own work, made up: it moves no verdict, and hides no pattern of the network's own clock. */
import type { ProofTelemetry } from '../../shared/contract/network/proofs.ts';
import type { ProofRecord } from '../../shared/domain/patterns/proof-record.ts';
import { simulateFleet } from '../../tests/fakes/patterns/simulated-fleet.ts';
import { type Attack, type Outcome, outcomeOf } from './attack.ts';
import { attempt } from './attempt.ts';
import { type BenchNetwork, createHonestProver, unhurried } from './bench-network.ts';
import { reviewOf } from './simulated-records.ts';

const days = 4;
const accounts = 40;
const sharedGpus = 3;

/** A millisecond for everything, on the best of cards. */
const boast: ProofTelemetry = {
  fillMs: 1,
  walkMs: 1,
  dispatchMs: Array.from({ length: 32 }, () => 1 / 32),
  subgroupSize: 32,
  adapterHash: 'fa'.repeat(32),
  driver: '580.95.05',
  conditions: null,
};

/** A slow walk that is said to have been quick. */
const lateBoast = async (network: BenchNetwork): Promise<string> => {
  const asked = await network.ask(unhurried);
  const honest = createHonestProver(asked.spec);
  const walk = (nonce: string) => {
    network.advance(asked.challenge.walkDeadlineMs);
    return honest.walk(nonce);
  };
  const { reason } = await attempt(network, asked, { fill: () => honest.fill(), walk }, boast);
  asked.session.close();
  return reason;
};

/** A proof over other memory that is said to be a quick card's. */
const falseBoast = async (network: BenchNetwork): Promise<string> => {
  const asked = await network.ask(unhurried);
  const other = createHonestProver({ ...asked.spec, seed: '7e'.repeat(32) });
  const { reason } = await attempt(network, asked, other, boast);
  asked.session.close();
  return reason;
};

/** Each cheat's telemetry is an honest device's of its model, proof by proof. */
const hidden = (records: readonly ProofRecord[], cheats: ReadonlySet<string>): ProofRecord[] => {
  const honest = Map.groupBy(
    records.filter(({ deviceId }) => !cheats.has(deviceId)),
    ({ model }) => model,
  );
  return records.map((record, at) => {
    if (!cheats.has(record.deviceId)) return record;
    const masks = honest.get(record.model) ?? [];
    const telemetry = masks[at % masks.length]?.telemetry ?? null;
    // Stretched by a little of its own, so that no two are one pattern.
    const dispatchMs = telemetry?.dispatchMs.map((ms, place) => ms * (1 + ((at * 31 + place * 17) % 23) / 400)) ?? [];
    return { ...record, telemetry: telemetry && { ...telemetry, dispatchMs } };
  });
};

const hiddenSharing = (seed: number): Outcome => {
  const { records, kindOf } = simulateFleet({
    seed,
    days,
    honestAccounts: accounts,
    cheats: { shared_gpu: sharedGpus },
  });
  const cheats = new Set([...kindOf].filter(([, kind]) => kind !== 'honest').map(([deviceId]) => deviceId));
  const { reasons, ...honest } = reviewOf(hidden(records, cheats), cheats);
  return outcomeOf(
    {
      way: `one GPU for several accounts, behind honest telemetry, ${days} days`,
      evidence: 'rules',
      mustFailFor: ['tick_collision', 'correlated_account', 'fingerprint_cluster'],
      facts: honest,
    },
    reasons,
  );
};

export const forgedTelemetry: Attack = {
  name: 'forged-telemetry',
  tries: 'Says of its own work what it likes: quick times, another card, an honest device’s pattern.',
  run: async ({ network, seed }, times) => {
    const late: string[] = [];
    const wrong: string[] = [];
    for (let run = 0; run < times; run += 1) {
      late.push(await lateBoast(network));
      wrong.push(await falseBoast(network));
    }
    return [
      outcomeOf({ way: 'a late walk, said to be quick', evidence: 'service', mustFailFor: ['CHALLENGE_LATE'] }, late),
      outcomeOf(
        { way: 'a false proof, said to be a card’s', evidence: 'service', mustFailFor: ['invalid_share'] },
        wrong,
      ),
      hiddenSharing(seed),
    ];
  },
};
