/** What an answer of the network that is no answer means to this device. Pure: it asks nothing and retries nothing. */
import { isDefinedError, ORPCError } from '@orpc/client';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { timeSchema } from '../../shared/contract/network/amounts.ts';
import type { EpochMs } from '../../shared/units/time.ts';

/** Refusals of single calls, which their callers understand. */
const callersOwn: readonly string[] = [
  'EPOCH_NOT_FOUND',
  'AMOUNT_TOO_LARGE',
  'STAKE_IN_USE',
  'ACCOUNT_OWNED',
  'INTENT_EXPIRED',
  'INTENT_OUTDATED',
  'WALLET_SIGNATURE_WRONG',
  'CHALLENGE_UNKNOWN',
  'CHALLENGE_SPENT',
  'CHALLENGE_LATE',
  'LEASE_NOT_HELD',
  'NO_ACCOUNT',
  'ROLE_TOO_LOW',
  'KEY_IS_DEVICES',
  'SPEC_REFUSED',
  'CLASS_UNKNOWN',
  'IMAGE_UNSIGNED',
  'PRICE_TOO_LOW',
  'NOT_ENOUGH_COINS',
  'JOB_ID_TAKEN',
  'TOO_MANY_JOBS',
  'JOB_NOT_FOUND',
  'DEVICE_NOT_FOUND',
  'OFFER_NOT_FOUND',
  'OFFER_CLOSED',
  'TIER_TOO_LOW',
  'OWN_DEVICE',
  'TOO_MANY_SUPPORTERS',
  'TOO_MANY_DEVICES',
  'ALREADY_LEAVING',
  'NOT_A_SUPPORTER',
  'NOT_A_VALIDATOR',
  'NOT_ON_COMMITTEE',
  'COMMITTEE_CLOSED',
  'COMPLIANCE_TOO_LOW',
  'STAKE_TOO_LOW',
  'ADDRESS_UNREADABLE',
  'NETWORK_TAKEN',
  'SLASH_NOT_FOUND',
  'APPEAL_LATE',
  'ALREADY_APPEALED',
  'ISSUE_NOT_FOUND',
  'TOO_MANY_ISSUES',
  'PROPOSAL_NOT_FOUND',
  'NO_WEIGHT',
  'ALREADY_VOTED',
  'NOT_OPEN',
  'SELF_REPORT',
  'ROWS_UNKNOWN',
  'TOO_MANY_REPORTS',
  'TOO_MANY_QUESTIONS',
  'QUESTION_NOT_FOUND',
  'KEY_NOT_VOTED',
  'VALUE_NOT_ALLOWED',
  'DEPOSIT_MISSING',
  'BLOCK_NOT_FOUND',
  'RELEASE_NOT_FOUND',
];

/** What a proxy answers when there is nobody behind it. */
const isNobodyThere = (status: number): boolean => status >= 502 && status <= 504;

const longestDetail = 200;
const shortened = (text: string): string => text.slice(0, longestDetail);

const detailOf = ({ data, message }: ORPCError<string, unknown>): string => {
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : null;
  return shortened(typeof reason === 'string' ? reason : message);
};

const offsetOf = (data: unknown, now: EpochMs): number | null => {
  const serverTime = typeof data === 'object' && data !== null && 'serverTime' in data ? data.serverTime : null;
  const { success, data: known } = timeSchema.safeParse(serverTime);
  return success ? now - known : null;
};

/** For a refusal that its caller has nothing to do with. */
export const refusedBy = (cause: ORPCError<string, unknown>): PerigeeError =>
  new PerigeeError('NETWORK_REFUSED', { code: shortened(cause.code), detail: detailOf(cause) }, { cause });

/**
 * @param error  what a call over HTTP ended with
 * @param call.what  name of the call
 * @returns the caller's own refusal as it is; else CLOCK_OFF (positive: this clock is ahead), DEVICE_REVOKED,
 *   NETWORK_UNREACHABLE, NETWORK_REFUSED, or MALFORMED_MESSAGE for an answer that is not in the contract
 */
export const problemOf = (error: unknown, call: { what: string; address: string; now: EpochMs }): unknown => {
  if (error instanceof PerigeeError) return error;
  const cause = error;
  if (!(error instanceof ORPCError)) {
    const detail = shortened(error instanceof Error ? error.message : String(error));
    return new PerigeeError('MALFORMED_MESSAGE', { what: call.what, detail }, { cause });
  }
  if (isDefinedError(error) && callersOwn.includes(error.code)) return error;
  if (error.code === 'CLOCK_OFF') {
    const offsetMs = offsetOf(error.data, call.now);
    if (offsetMs !== null) return new PerigeeError('CLOCK_OFF', { offsetMs }, { cause });
  }
  if (error.code === 'KEY_REVOKED') return new PerigeeError('DEVICE_REVOKED', {}, { cause });
  if (isNobodyThere(error.status)) return new PerigeeError('NETWORK_UNREACHABLE', { address: call.address }, { cause });
  return refusedBy(error);
};
