/** How a lease may end, and by whom, which decides what it costs. Pure. */
import type { DeviceEvent } from '../../contract/network/events.ts';

/**
 * - `done`, `failed`: the renter's program ended, well or not
 * - `cancelled`: the renter said so
 * - `time_over`: the minutes that were paid for are over
 * - `device_left`: its owner, or what runs it, ended it; `device_lost`: nobody heard of it any more
 * - `cluster_ended`: another member of its cluster ended otherwise than well
 */
export const leaseOutcomes = [
  'done',
  'failed',
  'cancelled',
  'time_over',
  'device_left',
  'device_lost',
  'cluster_ended',
] as const;
export type LeaseOutcome = (typeof leaseOutcomes)[number];

/** `expired`: no device took it in time. */
export const jobOutcomes = [...leaseOutcomes, 'expired'] as const;
export type JobOutcome = (typeof jobOutcomes)[number];

export const endedByOf = (outcome: LeaseOutcome): 'completion' | 'renter' | 'supplier' => {
  switch (outcome) {
    case 'done':
    case 'failed':
    case 'time_over':
    case 'cluster_ended':
      return 'completion';
    case 'cancelled':
      return 'renter';
    case 'device_left':
    case 'device_lost':
      return 'supplier';
  }
};

type ToldOutcome = Extract<DeviceEvent, { kind: 'job_ended' }>['outcome'];

/** What a device said of an end, as the market has it. A device that refuses has left before it began. */
export const outcomeOf = (told: ToldOutcome): LeaseOutcome =>
  told === 'done' || told === 'failed' ? told : 'device_left';
