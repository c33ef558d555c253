/** The procedures of compliance: an owner's about their own account, and a reviewer's about cases. */
import type { ReviewedCase } from '../../../shared/contract/network/compliance-reviews.ts';
import type { ReviewedCheck } from '../../../shared/domain/compliance/review.ts';
import { termsMessage, walletProofMessage } from '../../../shared/domain/compliance/signed-texts.ts';
import { currentTerms } from '../../../shared/domain/compliance/terms.ts';
import type { Callers } from '../api/callers.ts';
import { isSignedBy } from '../api/ed25519.ts';
import type { Network } from '../network.ts';
import { type ComplianceCase, findCase, settleBySignature, waitingCases } from './cases.ts';
import { eraseData } from './erasing.ts';
import { readPerson } from './personal-store.ts';
import { beginCheck, reviewCase } from './reviewing.ts';
import { complianceOf } from './standing.ts';

const signatureOf = (text: string): Buffer => Buffer.from(text, 'base64url');

export const complianceRoutes = ({ asOwner }: Callers, network: Network) => ({
  current: asOwner.compliance.current.handler(({ context }) => complianceOf(network, context.member.accountId)),
  terms: asOwner.compliance.terms.handler(() => currentTerms),
  proveWallet: asOwner.compliance.proveWallet.handler(async ({ input, context, errors }) => {
    const { accountId } = context.member;
    const { wallet, signature } = input;
    const message = walletProofMessage(accountId, wallet);
    if (!isSignedBy(wallet, message, signatureOf(signature))) throw errors.SIGNATURE_WRONG();
    const signed = { accountId, check: 'wallet_proof', publicKey: wallet, message, signature } as const;
    if (!(await settleBySignature(network, signed))) throw errors.NOT_NEXT();
    return complianceOf(network, accountId);
  }),
  signTerms: asOwner.compliance.signTerms.handler(async ({ input, context, errors }) => {
    const { accountId, publicKey } = context.member;
    const { version, signature } = input;
    if (version !== currentTerms.version) throw errors.TERMS_OUTDATED({ data: { version: currentTerms.version } });
    const message = termsMessage(accountId, currentTerms);
    if (!isSignedBy(publicKey, message, signatureOf(signature))) throw errors.SIGNATURE_WRONG();
    if (!(await settleBySignature(network, { accountId, check: 'signed_terms', publicKey, message, signature })))
      throw errors.NOT_NEXT();
    return complianceOf(network, accountId);
  }),
  begin: asOwner.compliance.begin.handler(async ({ input, context, errors }) => {
    const { accountId } = context.member;
    const refusal = await beginCheck(network, { accountId, check: input.check, person: input.person });
    if (refusal !== null) throw errors[refusal]();
    return complianceOf(network, accountId);
  }),
  eraseData: asOwner.compliance.eraseData.handler(async ({ context }) => {
    await eraseData(network, context.member.accountId);
    return complianceOf(network, context.member.accountId);
  }),
});

const shownCase = ({ id, accountId, checkName, beganAt, heldUntil }: ComplianceCase) => ({
  id,
  accountId,
  check: checkName as ReviewedCheck,
  beganAt,
  heldUntil,
});

const reviewedCaseOf = async (network: Network, filed: ComplianceCase): Promise<ReviewedCase> => {
  const { id, accountId } = filed;
  const earlier = await network.db
    .selectFrom('complianceCases')
    .select(['checkName', 'state', 'beganAt', 'rejectedFor'])
    .where('accountId', '=', accountId)
    .where('seq', '<', filed.seq)
    .where('provider', '=', filed.provider)
    .orderBy('seq')
    .execute();
  return {
    ...shownCase(filed),
    state: filed.state,
    person: await readPerson(network, { accountId, caseId: id }),
    earlier: earlier.map(({ checkName, ...row }) => ({ check: checkName as ReviewedCheck, ...row })),
  };
};

export const complianceReviewRoutes = ({ asOperator }: Callers, network: Network) => ({
  cases: asOperator.reviews.cases.handler(async () => ({ cases: (await waitingCases(network)).map(shownCase) })),
  case: asOperator.reviews.case.handler(async ({ input, errors }) => {
    const filed = await findCase(network, input.caseId);
    if (filed === undefined) throw errors.CASE_NOT_FOUND();
    return reviewedCaseOf(network, filed);
  }),
  approve: asOperator.reviews.approve.handler(async ({ input, errors }) => {
    const filed = await findCase(network, input.caseId);
    if (filed === undefined) throw errors.CASE_NOT_FOUND();
    const refusal = await reviewCase(network, filed, { kind: 'approved', expiresAt: input.expiresAt });
    if (refusal !== null) throw errors[refusal]();
    return reviewedCaseOf(network, (await findCase(network, input.caseId)) ?? filed);
  }),
  reject: asOperator.reviews.reject.handler(async ({ input, errors }) => {
    const filed = await findCase(network, input.caseId);
    if (filed === undefined) throw errors.CASE_NOT_FOUND();
    const refusal = await reviewCase(network, filed, { kind: 'rejected', reason: input.reason });
    if (refusal === 'EXPIRY_PAST') throw new Error('a rejection has no expiry');
    if (refusal !== null) throw errors[refusal]();
    return reviewedCaseOf(network, (await findCase(network, input.caseId)) ?? filed);
  }),
});
