/**
 * What a committee decided, and who of it was right. Two of three decide; it knows nothing of the matter itself.
 * Source: the network's rule set, section (h).
 */

export interface CommitteeVote {
  readonly validatorId: string;
  readonly finding: 'upheld' | 'rejected';
}

export type Verdict = 'upheld' | 'rejected' | 'undecided';

/** Members by what they found; whoever signed both findings is counted for neither. */
const findingOf = (
  members: readonly string[],
  votes: readonly CommitteeVote[],
): Map<string, CommitteeVote['finding']> => {
  const findings = new Map<string, CommitteeVote['finding']>();
  for (const member of members) {
    const own = new Set(votes.filter(({ validatorId }) => validatorId === member).map(({ finding }) => finding));
    const [only] = own;
    if (own.size === 1 && only !== undefined) findings.set(member, only);
  }
  return findings;
};

/**
 * The committee's verdict: what two thirds of it found.
 *
 * @param members  from `drawCommittee`; votes of others do not count
 */
export const verdictOf = (members: readonly string[], votes: readonly CommitteeVote[]): Verdict => {
  const findings = [...findingOf(members, votes).values()];
  const isQuorum = (finding: CommitteeVote['finding']): boolean =>
    members.length > 0 && findings.filter((each) => each === finding).length * 3 >= members.length * 2;
  if (isQuorum('upheld')) return 'upheld';
  return isQuorum('rejected') ? 'rejected' : 'undecided';
};

/**
 * Members whose finding was the verdict, which is correct work and paid, and those whose finding was not.
 *
 * @returns nobody in either while the committee is undecided; in order of the members
 */
export const workOf = (
  members: readonly string[],
  votes: readonly CommitteeVote[],
): { readonly correct: readonly string[]; readonly wrong: readonly string[] } => {
  const verdict = verdictOf(members, votes);
  if (verdict === 'undecided') return { correct: [], wrong: [] };
  const findings = [...findingOf(members, votes)];
  const idsOf = (isRight: boolean): string[] =>
    findings.filter(([, finding]) => (finding === verdict) === isRight).map(([id]) => id);
  return { correct: idsOf(true), wrong: idsOf(false) };
};

/** Members who signed both findings of one matter: offence O8, with their own signatures as evidence. */
export const contradictingMembers = (members: readonly string[], votes: readonly CommitteeVote[]): readonly string[] =>
  members.filter((member) =>
    (['upheld', 'rejected'] as const).every((finding) =>
      votes.some((vote) => vote.validatorId === member && vote.finding === finding),
    ),
  );
