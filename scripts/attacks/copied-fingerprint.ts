/** Several accounts that send one device's telemetry: each proof is right, and only their likeness gives them away. */
import type { ProofRecord } from '../../shared/domain/patterns/proof-record.ts';
import { simulateFleet } from '../../tests/fakes/patterns/simulated-fleet.ts';
import { type Attack, outcomeOf } from './attack.ts';
import { reviewOf } from './simulated-records.ts';

const copies = 6;
const days = 3;
const accounts = 48;

/** The telemetry of `original`'s proofs in the records of the others, each in its turn. */
const withCopies = (records: readonly ProofRecord[], original: string, copying: ReadonlySet<string>): ProofRecord[] => {
  const copied = records.filter(({ deviceId }) => deviceId === original).map(({ telemetry }) => telemetry);
  const taken = new Map<string, number>();
  return records.map((record) => {
    if (!copying.has(record.deviceId)) return record;
    const at = taken.get(record.deviceId) ?? 0;
    taken.set(record.deviceId, at + 1);
    return { ...record, telemetry: copied[at % copied.length] ?? null };
  });
};

export const copiedFingerprint: Attack = {
  name: 'copied-fingerprint',
  tries: `Sends one device’s telemetry from ${copies} other accounts, under times of their own.`,
  run: async ({ seed }) => {
    const { records } = simulateFleet({ seed, days, honestAccounts: accounts });
    const [original, ...others] = [
      ...new Map(records.map(({ accountId, deviceId, model }) => [accountId, { deviceId, model }])).values(),
    ];
    if (original === undefined) throw new Error('a fleet without devices');
    const copying = new Set(
      others
        .filter(({ model }) => model === original.model)
        .slice(0, copies)
        .map(({ deviceId }) => deviceId),
    );
    // The copied device is in the cluster too, and nobody can say which of them is the original.
    const { reasons, ...honest } = reviewOf(
      withCopies(records, original.deviceId, copying),
      copying,
      new Set([original.deviceId]),
    );
    return [
      outcomeOf(
        {
          way: `${copies} accounts, ${days} days`,
          evidence: 'rules',
          mustFailFor: ['fingerprint_cluster'],
          facts: honest,
        },
        reasons,
      ),
    ];
  },
};
