/**
 * One round of a validator's duties: it signs releases that hold, computes drawn inferences again, and votes where evidence
 * speaks for itself; the rest waits for a person. Each word is in the journal before it is signed, so that no matter ever gets two different ones.
 */
import { ORPCError } from '@orpc/client';
import type { Finding as CourtFinding, CourtMatter } from '../../shared/contract/network/court.ts';
import type { ValidatorStanding } from '../../shared/contract/network/validators.ts';
import { type EvidenceJudgement, judgeEvidence } from '../../shared/domain/committees/judge-evidence.ts';
import type { Finding } from '../../shared/domain/releases/finding.ts';
import { releaseMessage, voteMessage } from '../../shared/domain/signing/messages.ts';
import type { ApiClient } from '../link/api-client.ts';
import { isSignedBy } from '../link/ed25519.ts';
import type { Signer } from '../link/key-file.ts';
import type { Journal } from './journal.ts';
import { type Witnessed, witnessRelease } from './witness-release.ts';

/** What a validator asks of its network. */
export interface ValidatorNetwork {
  readonly validators: Pick<ApiClient['validators'], 'here'>;
  readonly releases: Pick<ApiClient['releases'], 'list' | 'file' | 'sign'>;
  readonly court: Pick<ApiClient['court'], 'committees' | 'vote'>;
}

export interface ValidatorParts {
  readonly api: ValidatorNetwork;
  readonly signer: Signer;
  readonly journal: Journal;
  /** Keys of the network, known from elsewhere; empty: whatever a manifest names. */
  readonly networkKeys: readonly string[];
  readonly signal: AbortSignal;
}

/** Why a release was not signed. */
export type Objection =
  | { readonly code: 'does_not_hold'; readonly findings: readonly Finding[] }
  /** Another manifest of this hour was signed here before. */
  | { readonly code: 'signed_otherwise' }
  /** It goes on from another manifest than the one that was signed here, or from one that is not shown. */
  | { readonly code: 'chain_changed' };

export interface ReleaseDuty {
  readonly blockId: string;
  /** null: it was signed. */
  readonly objection: Objection | null;
}

/** `closed`: it had decided, or its time was over, before the vote came. */
type CommitteeState = 'sitting' | 'decided' | 'undecided' | 'closed';

export interface VoteDuty {
  readonly committeeId: string;
  readonly decideBy: number;
  readonly matter: CourtMatter;
  readonly because: EvidenceJudgement['because'] | 'journal';
  /** The first that differs, of an inference that was made up; from 0. */
  readonly token?: number;
  /** null: a person has to find. */
  readonly finding: CourtFinding | null;
  /** Of the committee, after the vote; null: there was none. */
  readonly state: CommitteeState | null;
}

export interface Round {
  readonly standing: ValidatorStanding;
  readonly releases: readonly ReleaseDuty[];
  readonly votes: readonly VoteDuty[];
}

const text = (signature: Uint8Array): string => Buffer.from(signature).toString('base64url');

const objectionTo = (journal: Journal, blockId: string, witnessed: Witnessed): Objection | null => {
  const { findings, previous, previousBlockId } = witnessed;
  if (findings.length > 0) return { code: 'does_not_hold', findings };
  // Whoever hides the release before could tell another story of it to somebody else.
  if (previousBlockId === null && previous !== null) return { code: 'chain_changed' };
  const known = previousBlockId === null ? null : journal.read(`release:${previousBlockId}`);
  if (known !== null && known !== previous) return { code: 'chain_changed' };
  const settled = journal.settle(`release:${blockId}`, witnessed.manifestHash);
  return settled === witnessed.manifestHash ? null : { code: 'signed_otherwise' };
};

const tendRelease = async (
  { api, signer, journal, networkKeys }: ValidatorParts,
  blockId: string,
): Promise<ReleaseDuty> => {
  const witnessed = await witnessRelease(api, blockId, networkKeys);
  const objection = objectionTo(journal, blockId, witnessed);
  if (objection === null)
    await api.releases.sign({ blockId, signature: text(signer.sign(releaseMessage(witnessed.manifest))) });
  return { blockId, objection };
};

interface Sitting {
  readonly committeeId: string;
  readonly decideBy: number;
  readonly matter: CourtMatter;
}

const matterName = ({ committeeId }: Pick<Sitting, 'committeeId'>): string => `committee:${committeeId}`;

/** @returns the committee's state; null when the journal holds another finding, and nothing was signed */
const vote = async (
  { api, signer, journal }: ValidatorParts,
  sitting: Sitting,
  finding: CourtFinding,
): Promise<CommitteeState | null> => {
  if (journal.settle(matterName(sitting), finding) !== finding) return null;
  const { committeeId, matter } = sitting;
  const signature = text(signer.sign(voteMessage({ committeeId, matterId: matter.matterId, finding })));
  try {
    return (await api.court.vote({ committeeId, finding, signature })).state;
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'COMMITTEE_CLOSED') return 'closed';
    throw error;
  }
};

const isFinding = (word: string): word is CourtFinding => ['upheld', 'rejected', 'frivolous'].includes(word);

const tendSitting = async (parts: ValidatorParts, sitting: Sitting): Promise<VoteDuty> => {
  const settled = parts.journal.read(matterName(sitting));
  const judged =
    settled !== null && isFinding(settled)
      ? ({ finding: settled, because: 'journal' } as const)
      : judgeEvidence(sitting.matter, isSignedBy);
  const state = judged.finding === null ? null : await vote(parts, sitting, judged.finding);
  return { ...sitting, ...judged, state };
};

const sittingsOf = async ({ api }: ValidatorParts): Promise<Sitting[]> => (await api.court.committees()).committees;

/** @throws what the client throws, and the journal; what was signed before that is signed */
export const runRound = async (parts: ValidatorParts): Promise<Round> => {
  const { standing, releasesToSign } = await parts.api.validators.here();
  const releases: ReleaseDuty[] = [];
  for (const blockId of releasesToSign) {
    parts.signal.throwIfAborted();
    releases.push(await tendRelease(parts, blockId));
  }
  const votes: VoteDuty[] = [];
  for (const sitting of await sittingsOf(parts)) votes.push(await tendSitting(parts, sitting));
  return { standing, releases, votes };
};

export type PersonsVote =
  | { readonly kind: 'not_sitting' }
  /** Another finding was settled here before; it stands. */
  | { readonly kind: 'settled'; readonly finding: string }
  | { readonly kind: 'voted'; readonly state: CommitteeState };

/** What a person found, signed as theirs. */
export const voteAsPerson = async (
  parts: ValidatorParts,
  committeeId: string,
  finding: CourtFinding,
): Promise<PersonsVote> => {
  const sitting = (await sittingsOf(parts)).find((each) => each.committeeId === committeeId);
  if (sitting === undefined) return { kind: 'not_sitting' };
  const state = await vote(parts, sitting, finding);
  if (state === null) return { kind: 'settled', finding: parts.journal.read(matterName(sitting)) ?? '' };
  return { kind: 'voted', state };
};
