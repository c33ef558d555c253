/**
 * Cases between this network and its provider. Each is on record before the provider hears of it, so that one that was
 * lost on the way is told again under the same id; a provider that fails is asked again later.
 */
import { randomUUID } from 'node:crypto';
import type { Person } from '../../../shared/contract/network/compliance.ts';
import type { ReviewedCheck, Verdict } from '../../../shared/domain/compliance/review.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { type ComplianceCase, decideCase, insertCase, newCase, waitingCases } from './cases.ts';
import { fromProvider } from './from-provider.ts';
import { keepPerson } from './personal-store.ts';

type Reviewing = Pick<Network, 'db' | 'clock' | 'parameters' | 'log' | 'compliance'>;

/** Tells the provider of a case; the case keeps what it answers. @returns its reference; null when the provider failed */
const handOver = async (network: Reviewing, filed: ComplianceCase): Promise<string | null> => {
  const { id, accountId, checkName } = filed;
  const asked = { caseId: id, accountId, check: checkName as ReviewedCheck };
  const begun = await fromProvider(network, id, () => network.compliance.begin(asked));
  if (begun === null) return null;
  const { reference, handOffUrl } = begun;
  await network.db
    .updateTable('complianceCases')
    .set({ reference, handOffUrl })
    .where('id', '=', id)
    .where('reference', 'is', null)
    .execute();
  return reference;
};

/** Asks the provider what became of a case, and acts on it. One that fails is asked again later. */
const readCase = async (network: Reviewing, filed: ComplianceCase): Promise<void> => {
  const reference = filed.reference ?? (await handOver(network, filed));
  if (reference === null) return;
  const verdict = await fromProvider(network, filed.id, () => network.compliance.read(reference));
  if (verdict === null || verdict.kind === 'waiting') return;
  await inTransaction(network.db, (trx) =>
    verdict.kind === 'approved'
      ? decideCase(trx, network, filed.id, { kind: 'approve', expiresAt: verdict.expiresAt }, null)
      : decideCase(trx, network, filed.id, { kind: 'reject' }, verdict.reason),
  );
};

export type BeginRefusal = 'NOT_NEXT' | 'PERSON_MISSING' | 'PERSON_ASKED_ELSEWHERE';

/** @returns the refusal; null when the case waits. A provider that does not answer is told later. */
export const beginCheck = async (
  network: Reviewing,
  asked: { readonly accountId: string; readonly check: ReviewedCheck; readonly person: Person | undefined },
): Promise<BeginRefusal | null> => {
  const { accountId, check, person } = asked;
  const { db, clock, compliance } = network;
  if (compliance.asksHere && person === undefined) return 'PERSON_MISSING';
  if (!compliance.asksHere && person !== undefined) return 'PERSON_ASKED_ELSEWHERE';
  const id = randomUUID();
  // Asked first, so that a refused case leaves nothing of a person behind.
  if ((await inTransaction(db, (trx) => newCase(trx, accountId, check, clock.now()))) === null) return 'NOT_NEXT';
  if (person !== undefined) await keepPerson(network, { accountId, caseId: id, person });
  const filed = await inTransaction(db, async (trx) => {
    const isNew = await insertCase(trx, network, { id, accountId, checkName: check, provider: compliance.name });
    if (!isNew) return null;
    return trx.selectFrom('complianceCases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  });
  if (filed === null) return 'NOT_NEXT';
  await readCase(network, filed);
  return null;
};

export type ReviewRefusal = 'CASE_DECIDED' | 'DECIDED_ELSEWHERE' | 'PROVIDER_AWAY' | 'EXPIRY_PAST';

/** A reviewer's decision, by way of the provider. @returns the refusal; null when the case is decided so */
export const reviewCase = async (
  network: Reviewing,
  filed: ComplianceCase,
  verdict: Exclude<Verdict, { kind: 'waiting' }>,
): Promise<ReviewRefusal | null> => {
  const { compliance, clock } = network;
  if (filed.state !== 'submitted') return 'CASE_DECIDED';
  const { decide: tell } = compliance;
  if (tell === null || filed.provider !== compliance.name) return 'DECIDED_ELSEWHERE';
  if (verdict.kind === 'approved' && verdict.expiresAt !== null && verdict.expiresAt <= clock.now())
    return 'EXPIRY_PAST';
  const reference = filed.reference ?? (await handOver(network, filed));
  if (reference === null) return 'PROVIDER_AWAY';
  const told = await fromProvider(network, filed.id, async () => {
    await tell(reference, verdict);
    return true;
  });
  if (told === null) return 'PROVIDER_AWAY';
  await readCase(network, { ...filed, reference });
  return null;
};

/** Asks about everything that waits. */
export const tendCases = async (network: Reviewing): Promise<void> => {
  for (const filed of await waitingCases(network)) await readCase(network, filed);
};
