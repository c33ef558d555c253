/**
 * Who looks at a check: the port that a real provider of KYC and KYB is attached by. It names cases and says what became
 * of them; what an approval is good for is decided by the rules. `docs/compliance.md` says what each method promises.
 */
import type { ReviewedCheck, Verdict } from '../../../shared/domain/compliance/review.ts';

export interface BegunCase {
  /** The provider's own name for the case. */
  readonly reference: string;
  /** Where the owner goes on with it; null: nowhere, the case only waits. */
  readonly handOffUrl: string | null;
}

export interface ComplianceProvider {
  /** Written with each case; a case is only ever asked about where it was begun. */
  readonly name: string;
  /** Whether this network asks the owner for a name, a country and documents; else the provider does. */
  readonly asksHere: boolean;
  /** Tells the provider of a case. Asked again for the same `caseId` it answers the same, and begins nothing twice. */
  begin(asked: {
    readonly caseId: string;
    readonly accountId: string;
    readonly check: ReviewedCheck;
  }): Promise<BegunCase>;
  /** What became of a case; it is asked until it says something else than `waiting`. */
  read(reference: string): Promise<Verdict>;
  /** Erases what the provider keeps of a person for this case; of one that it does not know it says nothing. */
  forget(reference: string): Promise<void>;
  /** Takes a decision of this network's own reviewers; null: the provider decides alone. The first one stands. */
  readonly decide: ((reference: string, verdict: Exclude<Verdict, { kind: 'waiting' }>) => Promise<void>) | null;
}
