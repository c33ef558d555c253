/**
 * Whether a text that waits for a signature is what was asked for. It is held against three things: what the asker asked,
 * what the asker works out to follow from it, and what the network's answer says beside the text. Pure; it signs nothing.
 */
import { canonicalJson } from '../signing/canonical-json.ts';
import { type IntentFacts, type IntentProspect, intentLifetimeMs } from './facts.ts';

/** What was asked, and by whom. */
export interface AskedIntent
  extends Pick<IntentFacts, 'action' | 'network' | 'networkKey' | 'accountId' | 'deviceId' | 'amount'> {
  /** Worked out from the asker's own reading of the ledger. */
  readonly prospect: IntentProspect;
  /** When it was asked, by the asker's clock. */
  readonly askedAt: number;
}

/** Two clocks, and the way between them; a network whose clock is further off was refused before this. */
const clockToleranceMs = 300_000;

const isSame = (left: unknown, right: unknown): boolean => textOf(left) === textOf(right);

const textOf = (value: unknown): string =>
  canonicalJson(JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part))));

const isNear = (left: number | null, right: number | null): boolean =>
  left === null || right === null ? left === right : Math.abs(left - right) <= clockToleranceMs;

/**
 * @param said  the facts that came with the text
 * @param read  what the text itself says
 * @returns names of the facts that are not as they should be; empty when the text may be signed
 */
export const intentDifferences = (asked: AskedIntent, said: IntentFacts, read: IntentFacts): string[] => {
  const { prospect, askedAt } = asked;
  const names = Object.keys({ ...said, ...read }) as (keyof IntentFacts)[];
  const told = names.filter((name) => !isSame(said[name], read[name]));
  const exact = ['action', 'network', 'networkKey', 'accountId', 'deviceId', 'amount'] as const;
  const consequences = [
    'risks',
    'destination',
    'ownAfter',
    'deviceAfter',
    'required',
    'fee',
    'endsEarning',
    'shareBps',
  ] as const;
  const others = [
    ...exact.filter((name) => asked[name] !== read[name]),
    ...consequences.filter((name) => !isSame(prospect[name], read[name])),
    ...(isNear(prospect.freeAt, read.freeAt) ? [] : ['freeAt']),
    ...(read.expiresAt <= askedAt + intentLifetimeMs + clockToleranceMs ? [] : ['expiresAt']),
  ];
  return [...new Set([...told, ...others])];
};
