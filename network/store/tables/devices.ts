/** Rows about devices: who they are, when they were there, what they reported, how fast line and processor were. */
import type { Generated } from 'kysely';
import type { HardwareClaim } from '../../../shared/contract/network/devices.ts';
import type { DeviceEvent } from '../../../shared/contract/network/events.ts';
import type { Json } from '../column.ts';

export interface DeviceTable {
  id: string;
  publicKey: string;
  accountId: string;
  name: string;
  claim: Json<HardwareClaim>;
  registeredAt: number;
  verifiedHours: Generated<number>;
  /** Failed nominations since the last passed one. */
  failedInRow: Generated<number>;
  revokedAt: number | null;
  /** The reference device's time ÷ its own in the last passed proof, at most 10,000; null before the first. */
  proofSpeedBps: number | null;
  /** What its heartbeats said last, wherever it was connected; null before the first. */
  reportedState: 'ready' | 'hired' | 'paused' | null;
}

export interface PresenceTable {
  deviceId: string;
  epoch: number;
  /** Bit n: a heartbeat marked minute n. */
  minuteMask: bigint;
}

/** A table that is part of presence, and its hours: from one up to, and without, the other. */
export interface PresenceWeekTable {
  name: string;
  fromEpoch: number;
  toEpoch: number;
}

export interface DeviceEventTable {
  deviceId: string;
  eventId: string;
  at: number;
  receivedAt: number;
  event: Json<DeviceEvent>;
}

export interface LinkTestTable {
  deviceId: string;
  at: number;
  downMbps: number;
  upMbps: number;
}

/** The processor's speed, by the network's own clock. */
export interface BenchmarkTable {
  deviceId: string;
  at: number;
  permutationsPerSecond: number;
}

/** How long it was there through an hour, as `advance_uptimes` carries it on. */
export interface UptimeTable {
  deviceId: string;
  throughEpoch: number;
  servedMinutes: number;
  presentMinutes: number;
  continuousMinutes: number;
}

export interface DevicesTables {
  uptimes: UptimeTable;
  devices: DeviceTable;
  presence: PresenceTable;
  presenceWeeks: PresenceWeekTable;
  deviceEvents: DeviceEventTable;
  linkTests: LinkTestTable;
  benchmarks: BenchmarkTable;
}
