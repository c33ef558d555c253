/** What a device writes down about itself: what it told its network, and what its network asked. No secret, no text of a job. */
import type { DeviceEvent } from '../../contract/network/events.ts';

export type Happening =
  /** An event was put where it waits for the network; `at` is the moment that it tells of. */
  | { readonly kind: 'reported'; readonly id: string; readonly at: number; readonly event: DeviceEvent }
  /** The network said that it keeps these events. */
  | { readonly kind: 'acknowledged'; readonly ids: readonly string[] }
  /** The live session was there, or was gone; tries in between are not written down. */
  | { readonly kind: 'session'; readonly isOnline: boolean }
  | {
      readonly kind: 'challenge';
      readonly challengeId: string;
      readonly gpus: readonly number[];
      readonly fillDeadlineMs: number;
      readonly walkDeadlineMs: number;
    }
  /** `proveMs`: from the challenge's arrival to the answer's sending. */
  | { readonly kind: 'proof'; readonly challengeId: string; readonly verdict: string; readonly proveMs: number }
  /** `code`: why there was no answer; `CANCELLED` for a pause or the app's end. */
  | { readonly kind: 'no_proof'; readonly challengeId: string; readonly code: string }
  /** What it answered to be inferred, by its last digest, which goes on from the prompt and every token. */
  | { readonly kind: 'inference'; readonly taskId: string; readonly digest: string }
  | { readonly kind: 'offer'; readonly jobId: string }
  | { readonly kind: 'cancel'; readonly jobId: string }
  | { readonly kind: 'slashed'; readonly slashId: string };
