/**
 * One device's proofs in the order of time, each held against the device's own median. The cards of a rig answer one
 * challenge at one instant and are clocked together: they are one proof here.
 */
import type { Verdict } from '../../contract/network/proofs.ts';
import { medianOf } from './order-statistics.ts';
import type { ProofRecord } from './proof-record.ts';

export interface TimedProof {
  readonly at: number;
  readonly tick: number | null;
  readonly walkMs: number;
  readonly fillMs: number;
  /** Natural logarithm of its time for the work over the device's usual one: 0.1 is a tenth slower. */
  readonly walk: number;
  readonly fill: number;
}

export interface DeviceTrace {
  readonly deviceId: string;
  /** The owner's at the last proof. */
  readonly accountId: string;
  /** What its cards are claimed to be, sorted: models, or the class where none is listed. */
  readonly models: readonly string[];
  /** Every record, whatever its verdict. */
  readonly records: readonly ProofRecord[];
  /** One a challenge whose work was done, right or wrong. */
  readonly proofs: readonly TimedProof[];
}

/** An answer whose shares are made up, or of less memory, says nothing of the time that the work takes. */
const didTheWork: readonly Verdict[] = ['passed', 'bad_memory', 'too_few_shares', 'late', 'too_fast'];

export const isTimed = ({ verdict, walkMs, fillMs, walkBytesPerMs, fillBlocksPerMs }: ProofRecord): boolean =>
  didTheWork.includes(verdict) && walkMs > 0 && fillMs > 0 && walkBytesPerMs > 0 && fillBlocksPerMs > 0;

export const modelKeyOf = ({ model, class: className }: Pick<ProofRecord, 'model' | 'class'>): string =>
  model ?? className;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const proofsOf = (records: readonly ProofRecord[]): TimedProof[] => {
  const timed = records.filter(isTimed);
  const usual = new Map(
    [...Map.groupBy(timed, ({ gpu }) => gpu)].map(([gpu, own]) => [
      gpu,
      {
        walk: medianOf(own.map(({ walkBytesPerMs }) => Math.log(walkBytesPerMs))),
        fill: medianOf(own.map(({ fillBlocksPerMs }) => Math.log(fillBlocksPerMs))),
      },
    ]),
  );
  return [...Map.groupBy(timed, ({ at }) => at)].map(([at, parts]) => ({
    at,
    tick: parts[0]?.tick ?? null,
    walkMs: meanOf(parts.map(({ walkMs }) => walkMs)),
    fillMs: meanOf(parts.map(({ fillMs }) => fillMs)),
    walk: meanOf(parts.map(({ gpu, walkBytesPerMs }) => (usual.get(gpu)?.walk ?? 0) - Math.log(walkBytesPerMs))),
    fill: meanOf(parts.map(({ gpu, fillBlocksPerMs }) => (usual.get(gpu)?.fill ?? 0) - Math.log(fillBlocksPerMs))),
  }));
};

const inTime = (a: ProofRecord, b: ProofRecord): number =>
  a.at - b.at || a.gpu - b.gpu || (a.tick ?? -1) - (b.tick ?? -1) || a.walkMs - b.walkMs || a.fillMs - b.fillMs;

/** @returns one trace a device, by its id; the order of the records does not matter */
export const tracesOf = (records: readonly ProofRecord[]): DeviceTrace[] =>
  [...Map.groupBy(records, ({ deviceId }) => deviceId)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([deviceId, unsorted]) => {
      const own = unsorted.toSorted(inTime);
      return {
        deviceId,
        accountId: own.at(-1)?.accountId ?? '',
        models: [...new Set(own.map(modelKeyOf))].sort(),
        records: own,
        proofs: proofsOf(own),
      };
    });
