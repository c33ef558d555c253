/** What this account has behind others' devices, read again every few seconds while it is on screen. */
import type { Supported, SupportNetwork } from '../../../shared/contract/app/supports.ts';
import { type Reading, useReading } from '../../client/reading.ts';

export type ReadSupport = Reading<{ supported: Supported[]; free: bigint; network: SupportNetwork }>;

export const readEveryMs = 10_000;

/** @param isShown  nothing is asked while nobody looks */
export const useSupported = (isShown: boolean): ReadSupport =>
  useReading(
    isShown ? 'supported' : null,
    (core, signal) => core.supports.positions(undefined, { signal }),
    readEveryMs,
  );
