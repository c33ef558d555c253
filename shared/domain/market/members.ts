/**
 * The devices of one job: a single one, or the members of a cluster, of which the first is its head. Each member has an
 * id and a description of its own, in the same closed schema as every job.
 */
import { type JobSpec, jobSpecSchema, specReasonsOf } from '../../contract/job-spec.ts';

export const jobKinds = ['single', 'cluster'] as const;
export type JobKind = (typeof jobKinds)[number];

export const mostMembers = 16;

/** What a member of a cluster reads of its place, over what the renter set under these names. */
const placeNames = { role: 'JOB_CLUSTER_ROLE', rank: 'JOB_CLUSTER_RANK', size: 'JOB_CLUSTER_SIZE' } as const;

/** @param rank  0 up */
export const memberIdOf = (jobId: string, kind: JobKind, rank: number): string =>
  kind === 'single' ? jobId : `${jobId}-${rank}`;

export interface MemberTerms {
  readonly kind: JobKind;
  /** How many devices: 1 for a single one. */
  readonly count: number;
}

const isCountOf = ({ kind, count }: MemberTerms): boolean =>
  kind === 'single' ? count === 1 : count >= 2 && count <= mostMembers;

/** What one member is to run. @param spec  the renter's own, as it was taken */
export const memberSpec = (spec: JobSpec, { kind, count }: MemberTerms, rank: number): JobSpec =>
  kind === 'single'
    ? spec
    : {
        ...spec,
        id: memberIdOf(spec.id, kind, rank),
        env: {
          ...spec.env,
          [placeNames.role]: rank === 0 ? 'head' : 'worker',
          [placeNames.rank]: String(rank),
          [placeNames.size]: String(count),
        },
      };

/** A half of a character, which no database keeps and no two readers take alike. */
const isWellFormed = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isWellFormed);
};

/**
 * Reads a description by the closed schema, as it is and as each member would have it: an id may grow too long by its
 * rank, and the variables one too many.
 *
 * @param spec  as it came, unread
 * @returns the reasons, `bad_<field>` or `unknown_field`, when it is none
 */
export const readMembers = (
  spec: unknown,
  terms: MemberTerms,
): { kind: 'read'; spec: JobSpec } | { kind: 'refused'; reasons: string[] } => {
  const read = jobSpecSchema.safeParse(spec);
  if (!read.success) return { kind: 'refused', reasons: specReasonsOf(read.error) };
  if (!isWellFormed(read.data)) return { kind: 'refused', reasons: ['bad_spec'] };
  if (!isCountOf(terms)) return { kind: 'refused', reasons: ['bad_count'] };
  const last = jobSpecSchema.safeParse(memberSpec(read.data, terms, terms.count - 1));
  return last.success ? { kind: 'read', spec: read.data } : { kind: 'refused', reasons: specReasonsOf(last.error) };
};
