/** What is said of one GPU: its short name, its mark, its state, and how near it is to its limits. Pure. */

import type { Gpu, Reading } from '../../../shared/contract/app/machine.ts';
import type { Activity } from '../../app/activity.ts';
import type { Mark } from '../../ui/state-mark.tsx';

/** The part of a GPU's name that tells it from others: `RTX 4090`. @returns null when nobody could say */
export const shortNameOf = (gpu: Pick<Gpu, 'name'>): string | null =>
  gpu.name.value?.replace(/^(NVIDIA |AMD |Intel\(R\) )?(GeForce |Radeon )?/, '') ?? null;

export type GpuStateKey =
  | 'apart'
  | 'off'
  | 'unusable'
  | 'software'
  | 'idle'
  | 'joining'
  | 'takesPart'
  | 'working'
  | 'paused'
  | 'aside'
  | 'waiting';

export interface GpuState {
  key: GpuStateKey;
  mark: Mark;
}

const byActivity: Record<Activity, GpuState> = {
  new: { key: 'idle', mark: 'off' },
  off: { key: 'idle', mark: 'off' },
  joining: { key: 'joining', mark: 'running' },
  ready: { key: 'takesPart', mark: 'ready' },
  working: { key: 'working', mark: 'ready' },
  finishing: { key: 'working', mark: 'ready' },
  paused: { key: 'paused', mark: 'paused' },
  aside: { key: 'aside', mark: 'player' },
  blocked: { key: 'waiting', mark: 'waiting' },
};

/**
 * @param isOff the owner keeps this GPU
 * @param deviceKind what the network knows this PC as; null before it joined
 */
export const gpuStateOf = (
  gpu: Pick<Gpu, 'kind' | 'unusable'>,
  isOff: boolean,
  activity: Activity,
  deviceKind: 'gpu' | 'cpu' | null,
): GpuState => {
  if (gpu.unusable !== null) return { key: 'unusable', mark: 'needs-you' };
  if (isOff) return { key: 'off', mark: 'off' };
  if (deviceKind === 'cpu') return { key: 'apart', mark: 'off' };
  const state = byActivity[activity];
  return gpu.kind === 'software' && state.key === 'takesPart' ? { key: 'software', mark: state.mark } : state;
};

/** Whether any sensor spoke in the last hour; readings may be there and say nothing. */
export const isSpeaking = (readings: { now: Reading; lastHour: readonly Reading[] } | undefined): boolean =>
  readings !== undefined &&
  [readings.now, ...readings.lastHour].some(
    ({ temperatureCelsius, powerWatts, load }) => temperatureCelsius !== null || powerWatts !== null || load !== null,
  );

export interface HeatRoom {
  /** 0..1 of the limit; may pass 1. */
  ratio: number;
  spareCelsius: number;
  tone: 'ok' | 'warn' | 'bad';
}

/** Within this many degrees of the limit it is time to look. */
const nearCelsius = 5;

/** @returns null without a temperature */
export const heatRoomOf = (
  reading: Pick<Reading, 'temperatureCelsius'> | null,
  limitCelsius: number,
): HeatRoom | null => {
  const now = reading?.temperatureCelsius ?? null;
  if (now === null) return null;
  const spareCelsius = limitCelsius - now;
  return {
    ratio: now / limitCelsius,
    spareCelsius,
    tone: spareCelsius < 0 ? 'bad' : spareCelsius <= nearCelsius ? 'warn' : 'ok',
  };
};

export type HeatVerdict =
  | { key: 'none' | 'software' | 'silent'; count: number }
  | { key: 'cool'; count: number }
  | { key: 'near' | 'over'; gpu: Gpu };

/** The sentence of Devices: the GPU nearest to its limit decides. */
export const heatVerdictOf = (
  gpus: readonly Gpu[],
  nowOf: (id: string) => Reading | null,
  limitCelsius: number,
): HeatVerdict => {
  const real = gpus.filter(({ kind }) => kind !== 'software');
  if (real.length === 0) return { key: gpus.length === 0 ? 'none' : 'software', count: 0 };
  const rooms = real.flatMap((gpu) => {
    const room = heatRoomOf(nowOf(gpu.id), limitCelsius);
    return room ? [{ gpu, room }] : [];
  });
  const worst = rooms.toSorted((a, b) => a.room.spareCelsius - b.room.spareCelsius)[0];
  if (!worst) return { key: 'silent', count: real.length };
  if (worst.room.tone === 'ok') return { key: 'cool', count: rooms.length };
  return { key: worst.room.tone === 'bad' ? 'over' : 'near', gpu: worst.gpu };
};
