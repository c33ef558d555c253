/** What announced changes of the rules change, from what to what. Pure; the network's list of changes is the source. */
import type { AnnouncedChange } from '../../shared/contract/app/community.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { canonicalJson } from '../../shared/domain/signing/canonical-json.ts';
import type { EpochMs } from '../../shared/units/time.ts';

type Current = NetworkOutputs['parameters']['current'];
type Change = Current['announced'][number];

/** A change of one class or one offence leaves the others as they are. */
const partOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return '';
  if ('offence' in value) return String(value.offence);
  return 'weightMilli' in value && 'name' in value ? String(value.name) : '';
};
const subjectOf = ({ key, value }: Pick<Change, 'key' | 'value'>): string => `${key} ${partOf(value)}`;

/** What the record in force says of the keys that every device is told. */
const toldOf = (parameters: Current['parameters']): [key: string, value: unknown][] => [
  ['requiredStakeUnit', parameters.requiredStakeUnit],
  ['cooldownHours', parameters.cooldownHours],
  ['appealHours', parameters.appealHours],
  ['minutesNeeded', parameters.minutesNeeded],
  ['payoutEveryHours', parameters.payoutEveryHours],
  ['proofs', { perHour: parameters.proofsPerHour, needed: parameters.proofsNeeded }],
  ['imageSigners', parameters.imageSigners],
  ['pausedActions', parameters.pausedActions],
];

/** What is known to hold now, as JSON by the rule and the part of it. */
const holdingValues = (
  { parameters }: Pick<Current, 'parameters'>,
  past: readonly Change[],
  now: EpochMs,
): Map<string, string> => {
  const values = new Map<string, string>();
  const holding = past.filter(({ effectiveAt, expiresAt }) => effectiveAt <= now && expiresAt === null);
  for (const change of holding.toSorted((a, b) => a.effectiveAt - b.effectiveAt || a.announcedAt - b.announcedAt))
    values.set(subjectOf(change), canonicalJson(change.value));
  for (const [key, value] of toldOf(parameters)) values.set(subjectOf({ key, value }), canonicalJson(value));
  return values;
};

/** What a rule says now; null where that is not known here, or where it says more than one thing. */
export const valueNow = (
  current: Pick<Current, 'parameters'>,
  past: readonly Change[],
  now: EpochMs,
): ((key: string) => string | null) => {
  const values = holdingValues(current, past, now);
  return (key) => values.get(subjectOf({ key, value: null })) ?? null;
};

/** @param past  every change that was ever announced, in any order */
export const announcedChangesOf = (
  { parameters, announced }: Pick<Current, 'parameters' | 'announced'>,
  past: readonly Change[],
  now: EpochMs,
): AnnouncedChange[] => {
  const before = holdingValues({ parameters }, past, now);
  return announced
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt)
    .map(({ value, ...change }) => {
      const to = canonicalJson(value);
      const from = before.get(subjectOf({ key: change.key, value })) ?? null;
      if (change.expiresAt === null) before.set(subjectOf({ key: change.key, value }), to);
      return { ...change, from, to };
    });
};
