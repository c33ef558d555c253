/** What it takes to open a proposal: the deposit, the rules that may be voted on with their bounds, and issues to cite. */
import type { ProposableRule, ProposalTerms } from '../../shared/contract/app/community.ts';
import { proposalDeposit, votedKey } from '../../shared/domain/governance/proposal.ts';
import { changeableKeys } from '../../shared/domain/parameters/changeable.ts';
import type { Link } from '../link/link.ts';
import { valueNow } from './announced-changes.ts';

/** Rules whose values are a few plain parts; what is a list is proposed through the network's own interface. */
const rulesNow = (now: (key: string) => string | null): ProposableRule[] =>
  changeableKeys.flatMap((key): ProposableRule[] => {
    const rule = votedKey(key);
    if (rule === null || rule.fields === null) return [];
    const fields = rule.fields.map((field) =>
      field.kind === 'choice' ? { ...field, options: [...field.options] } : { ...field },
    );
    return [{ key, now: now(key), majority: rule.majority, fields }];
  });

export const readProposalTerms = async (
  link: Pick<Link, 'parameters' | 'community' | 'account'>,
): Promise<ProposalTerms> => {
  const [current, past, { issues }, free] = await Promise.all([
    link.parameters(),
    link.community.changes(),
    link.community.issues(undefined),
    link.account.freeCoins(),
  ]);
  return {
    deposit: proposalDeposit,
    free,
    rules: rulesNow(valueNow(current, past, current.serverTime)),
    issues: issues.map(({ id, title }) => ({ id, title })),
  };
};
