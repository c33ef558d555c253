/**
 * What this device's owner asks the court, under the owner's own key: one slash with its evidence, all that the network
 * keeps of it as a signed text, an appeal, and reports of frauds. It decides nothing and keeps nothing.
 */
import { ORPCError, safe } from '@orpc/client';
import type { AppealGround } from '../../shared/contract/network/court.ts';
import type { FraudReport } from '../../shared/contract/network/court-reports.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { FraudClaim } from '../../shared/domain/slashing/claims.ts';
import type { ApiClient } from './api-client.ts';
import { refusedBy } from './refusal.ts';

type Slash = NetworkOutputs['court']['slash'];

export type AppealAnswer =
  | { kind: 'taken'; slash: Slash }
  | { kind: 'not_found' }
  /** It was decided, or the time to appeal was over at `until`. */
  | { kind: 'late'; until: number }
  /** With other words, which stand. */
  | { kind: 'already' };

export interface AskedReport {
  deviceId: string;
  claim: FraudClaim;
  rows: { blockId: string; row: number }[];
  text: string;
  /** A UUID; the same again gets the first answer and moves nothing. */
  idempotencyKey: string;
}

export type ReportAnswer =
  | { kind: 'filed'; report: FraudReport }
  | { kind: 'no_device' }
  /** The account has a part in the device. */
  | { kind: 'own_device' }
  | { kind: 'rows_unknown'; blockIds: string[] }
  | { kind: 'too_many'; most: number }
  | { kind: 'not_covered'; needed: bigint; available: bigint };

/** Calls end as those of the link do. */
export interface CourtLink {
  /** @returns null for no slash of this account */
  slash(slashId: string): Promise<Slash | null>;
  /** @returns null for no slash of this account */
  bundle(slashId: string): Promise<NetworkOutputs['court']['bundle'] | null>;
  /** Once for each slash; the same again gives the same answer. */
  appeal(asked: { slashId: string; grounds: AppealGround; text: string }): Promise<AppealAnswer>;
  /** This account's own, newest first. */
  reports(): Promise<FraudReport[]>;
  /** Holds the bond until it is decided. */
  report(asked: AskedReport): Promise<ReportAnswer>;
}

/** What none of these calls has an answer for: a refusal becomes a problem with its code. */
const unmet = (error: unknown): unknown => (error instanceof ORPCError ? refusedBy(error) : error);

/** @param owner  as the owner of the account */
export const createCourtLink = ({ court }: Pick<ApiClient, 'court'>): CourtLink => ({
  slash: async (slashId) => {
    const [error, slash, isDefined] = await safe(court.slash({ slashId }));
    if (error === null) return slash;
    if (isDefined && error.code === 'SLASH_NOT_FOUND') return null;
    throw unmet(error);
  },
  bundle: async (slashId) => {
    const [error, bundle, isDefined] = await safe(court.bundle({ slashId }));
    if (error === null) return bundle;
    if (isDefined && error.code === 'SLASH_NOT_FOUND') return null;
    throw unmet(error);
  },
  appeal: async (asked) => {
    const [error, slash, isDefined] = await safe(court.appeal(asked));
    if (error === null) return { kind: 'taken', slash };
    if (!isDefined) throw unmet(error);
    if (error.code === 'SLASH_NOT_FOUND') return { kind: 'not_found' };
    if (error.code === 'APPEAL_LATE') return { kind: 'late', until: error.data.until };
    if (error.code === 'ALREADY_APPEALED') return { kind: 'already' };
    throw unmet(error);
  },
  reports: async () => (await court.reports()).reports,
  report: async (asked) => {
    const [error, report, isDefined] = await safe(court.report(asked));
    if (error === null) return { kind: 'filed', report };
    if (!isDefined) throw unmet(error);
    switch (error.code) {
      case 'DEVICE_NOT_FOUND':
        return { kind: 'no_device' };
      case 'SELF_REPORT':
        return { kind: 'own_device' };
      case 'ROWS_UNKNOWN':
        return { kind: 'rows_unknown', blockIds: error.data.blockIds };
      case 'TOO_MANY_REPORTS':
        return { kind: 'too_many', most: error.data.most };
      case 'NOT_ENOUGH_COINS':
        return {
          kind: 'not_covered',
          needed: BigInt(error.data.needed),
          available: BigInt(error.data.available),
        };
      default:
        throw unmet(error);
    }
  },
});
