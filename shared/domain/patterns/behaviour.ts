/**
 * What a GPU does against what its name says: the width of its subgroups, and how its arithmetic compares with its
 * memory. A name is a claim, and a layer of forty lines changes it; these are harder to change along.
 */
import { modelById, modelOfClaim } from '../hardware/claim.ts';
import { softwareGpuClass, unlistedClass } from '../hardware/device-class.ts';
import type { Anomaly } from './anomaly.ts';
import { type DeviceTrace, isTimed } from './device-trace.ts';
import { findingOf, onScale } from './finding.ts';
import { medianOf, spreadOf } from './order-statistics.ts';
import type { ProofRecord } from './proof-record.ts';
import { slowdownTogether } from './together.ts';

/** Sizes that the makers' drivers use, whatever the model. */
const subgroupSizes: Readonly<Record<string, readonly number[]>> = {
  nvidia: [32],
  amd: [32, 64],
  intel: [8, 16, 32],
  apple: [32],
};
const leastOddSizes = 3;
const mostSizeScore = 0.95;

/** Devices of one model differ by this much at least: boards, power limits, drivers. Natural logarithm. */
const leastRatioSpread = 0.1;
const ratioOddFrom = 5;
const ratioOddestFrom = 10;
/** A strict power limit slows arithmetic alone, so a ratio never opens a review alone. */
const mostRatioScore = 0.75;

/** @returns null where the claim names no maker */
const vendorOf = ({ class: className, model }: Pick<ProofRecord, 'class' | 'model'>): string | null => {
  if (className === softwareGpuClass.name) return null;
  const known = modelById(model);
  if (known !== null || className === unlistedClass.name) return known?.vendor ?? null;
  return modelOfClaim(className, { model, vramBytes: null, offeredBytes: null })?.vendor ?? null;
};

const sizesOf = (records: readonly ProofRecord[]): { seen: number; odd: number[] } => {
  const vendors = new Map<string, string | null>();
  let seen = 0;
  const odd: number[] = [];
  for (const record of records) {
    const size = record.telemetry?.subgroupSize ?? null;
    const key = `${record.class} ${record.model}`;
    if (!vendors.has(key)) vendors.set(key, vendorOf(record));
    const usual = subgroupSizes[vendors.get(key) ?? ''];
    if (size === null || usual === undefined) continue;
    seen += 1;
    if (!usual.includes(size)) odd.push(size);
  }
  return { seen, odd };
};

/**
 * Arithmetic over memory, natural logarithm.
 *
 * @returns null for a rig of different cards, whose times are the slowest one's, and where nothing was clocked
 */
export const ratioOf = ({ models, records }: Pick<DeviceTrace, 'models' | 'records'>): number | null => {
  const timed = records.filter(isTimed);
  return models.length !== 1 || timed.length === 0
    ? null
    : medianOf(timed.map(({ fillBlocksPerMs, walkBytesPerMs }) => Math.log(fillBlocksPerMs / walkBytesPerMs)));
};

/** @param peerRatios `ratioOf` devices of the model, one an account; none while too few are known */
export const behaviour = (
  trace: Pick<DeviceTrace, 'models' | 'records'>,
  peerRatios: readonly number[],
): Anomaly | null => {
  const { seen, odd } = sizesOf(trace.records);
  const bySize = odd.length < leastOddSizes ? 0 : mostSizeScore * (odd.length / seen);
  const ratio = ratioOf(trace);
  const isCompared = ratio !== null && peerRatios.length > 0;
  const gap = isCompared ? ratio - medianOf(peerRatios) : 0;
  const distance = isCompared ? Math.abs(gap) / Math.max(leastRatioSpread, spreadOf(peerRatios)) : 0;
  const byRatio = onScale(distance, ratioOddFrom, ratioOddestFrom, mostRatioScore);
  const together = slowdownTogether(trace);
  return findingOf('behaviour', 1 - (1 - bySize) * (1 - byRatio), {
    ...(odd.length === 0 ? {} : { subgroupSize: medianOf(odd), oddSizes: odd.length, sizesSeen: seen }),
    ...(isCompared ? { fillToWalk: Math.exp(gap), peers: peerRatios.length } : {}),
    // Told and not scored: no two cards of one PC were clocked yet, so nobody knows what is usual.
    ...(together === null ? {} : { slowdownTogether: together }),
  });
};
