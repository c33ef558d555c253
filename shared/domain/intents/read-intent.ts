/**
 * Reads the clear text of an intent back into what it means. It is code of its own and knows nothing of the writer: one
 * line after the other, each in its place, and anything unknown, missing, doubled or out of order is refused. What it
 * returns is what somebody would sign, whatever a screen or a network says of it.
 */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import type { IntentAction, IntentCause, IntentDestination, IntentFacts, IntentRisk } from './facts.ts';

export type ReadIntent =
  | { readonly kind: 'read'; readonly facts: IntentFacts }
  /** `line` counts from 1; `expected` is what should have stood there. */
  | { readonly kind: 'refused'; readonly line: number; readonly expected: string };

const mostCharacters = 4_096;

const causes: ReadonlyMap<string, IntentCause> = new Map<string, IntentCause>([
  ['O1, present for less than 54 minutes of a hired hour', 'O1'],
  ['O2, a shared machine over-used three times in 24 hours', 'O2'],
  ['O3, 24 failed proofs in a row while ready', 'O3'],
  ['O4, more than 48 hours offline in a contract', 'O4'],
  ['O5, a spoofed model, memory or count, or one card under two ids', 'O5'],
  ['O6, a made-up result', 'O6'],
  ["O7, a renter's data or container touched", 'O7'],
  ['O8, a false attestation by a validator', 'O8'],
  ['wrong_address, the address below is not yours', 'wrong_address'],
]);

const actions: ReadonlyMap<string, IntentAction> = new Map<string, IntentAction>([
  ['stake, which locks coins on the device', 'stake'],
  ['unstake, which begins the cooldown of coins on the device', 'unstake'],
  ['claim, which takes out earnings of the device', 'claim'],
  ['support, which puts your coins behind the device of somebody else', 'support'],
  ['leave, which gives notice for all your coins behind the device; from now on they earn nothing', 'leave'],
]);

const destinations: ReadonlyMap<string, IntentDestination> = new Map<string, IntentDestination>([
  ['the stake on the device', { kind: 'stake' }],
  ['the cooldown on the device, where earlier offences still reach them', { kind: 'cooling' }],
  ['your free coins inside the network', { kind: 'wallet' }],
]);

class Refused extends Error {
  readonly expected: string;

  constructor(expected: string) {
    super(expected);
    this.expected = expected;
  }
}

const unitsPerIo = 100_000_000n;

/** Both ways of saying an amount must say the same. */
const readAmount = (text: string): BaseUnits => {
  const match = /^(0|[1-9]\d{0,20})\.(\d{8}) IO \((0|[1-9]\d{0,29}) base units\)$/.exec(text);
  if (match === null) throw new Refused('an amount');
  const [, whole = '', fraction = '', units = ''] = match;
  if (BigInt(whole) * unitsPerIo + BigInt(fraction) !== BigInt(units)) throw new Refused('one amount said twice');
  return inBaseUnits(BigInt(units));
};

const readShare = (text: string): number => {
  const match = /^(0|[1-9]\d?|100)\.(\d{2}) %$/.exec(text);
  const bps = match === null ? Number.NaN : Number(match[1]) * 100 + Number(match[2]);
  if (!(bps <= 10_000)) throw new Refused('a share');
  return bps;
};

const readTime = (text: string): EpochMs => {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString() !== text) throw new Refused('a moment in UTC');
  return at;
};

const readWord = (text: string): string => {
  if (!/^[!-~]{1,128}$/.test(text)) throw new Refused('one word');
  return text;
};

const readName = (text: string): string => {
  if (text.length > 64 || text === '' || text.trim() !== text) throw new Refused('a name');
  return text;
};

const readOneOf = <Value>(text: string, known: ReadonlyMap<string, Value>): Value => {
  const value = known.get(text);
  if (value === undefined) throw new Refused(`one of: ${[...known.keys()].join('; ')}`);
  return value;
};

const readWorst = (text: string): Omit<IntentRisk, 'cause'> | null => {
  if (text === 'nothing can be lost by this') return null;
  const match = /^you lose (.+ base units\)), (.+ %) of what is in reach$/.exec(text);
  if (match === null) throw new Refused('what can be lost');
  return { loss: readAmount(match[1] ?? ''), bps: readShare(match[2] ?? '') };
};

const readRisk = (text: string): IntentRisk => {
  const match = /^(.+): ([^:]+ base units\)), ([^,]+ %)$/.exec(text);
  if (match === null) throw new Refused('a loss');
  return {
    cause: readOneOf(match[1] ?? '', causes),
    loss: readAmount(match[2] ?? ''),
    bps: readShare(match[3] ?? ''),
  };
};

const readDestination = (text: string): IntentDestination => {
  const outside = /^the address (.+)$/.exec(text)?.[1];
  if (outside !== undefined) return { kind: 'address', address: readWord(outside) };
  return readOneOf(text, destinations);
};

const readFree = (text: string): EpochMs | null => {
  if (text === 'at once') return null;
  const at = /^not before (.+)$/.exec(text)?.[1];
  if (at === undefined) throw new Refused('when coins are free');
  return readTime(at);
};

const readTerms = (text: string): number | null => (text === 'no part of this' ? null : readShare(text));

const rewards: ReadonlyMap<string, boolean> = new Map([
  ['none, because too little is at stake', true],
  ['go on as before', false],
]);

/** The first line says the most that any of the others does, and no cause is named twice. */
const checkRisks = (worst: Omit<IntentRisk, 'cause'> | null, risks: readonly IntentRisk[]): void => {
  const [first] = risks;
  if ((worst === null) !== (first === undefined)) throw new Refused('the worst case and its causes');
  if (worst !== null && (worst.loss !== first?.loss || worst.bps !== first.bps))
    throw new Refused('the gravest cause first');
  if (new Set(risks.map(({ cause }) => cause)).size !== risks.length) throw new Refused('each cause once');
  if (risks.some(({ loss }) => first !== undefined && loss > first.loss)) throw new Refused('the gravest cause first');
};

/** Takes one line after the other; what is left at the end is refused. */
class Lines {
  readonly #lines: readonly string[];
  at = 0;

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  startsWith(label: string): boolean {
    return this.#lines[this.at]?.startsWith(label) ?? false;
  }

  take(label: string): string {
    const line = this.#lines[this.at];
    if (line === undefined || !line.startsWith(label)) throw new Refused(label);
    this.at += 1;
    return line.slice(label.length);
  }

  end(): void {
    if (this.at !== this.#lines.length) throw new Refused('nothing more');
  }
}

const readLines = (lines: Lines): IntentFacts => {
  if (lines.take('perigee-intent-1') !== '') throw new Refused('perigee-intent-1');
  const worst = readWorst(lines.take('Worst case: '));
  const risks: IntentRisk[] = [];
  while (lines.startsWith('Lost for ')) risks.push(readRisk(lines.take('Lost for ')));
  checkRisks(worst, risks);
  const facts: IntentFacts = {
    risks,
    action: readOneOf(lines.take('Action: '), actions),
    amount: readAmount(lines.take('Amount: ')),
    network: readName(lines.take('Network: ')),
    networkKey: readWord(lines.take('Network key: ')),
    accountId: readWord(lines.take('Account: ')),
    deviceId: readWord(lines.take('Device: ')),
    destination: readDestination(lines.take('Coins go to: ')),
    ownAfter: readAmount(lines.take('Your stake on the device afterwards: ')),
    deviceAfter: readAmount(lines.take('All stake on the device afterwards: ')),
    required: readAmount(lines.take('Required on the device: ')),
    freeAt: readFree(lines.take('Coins are free: ')),
    fee: readAmount(lines.take('Fee: ')),
    endsEarning: readOneOf(lines.take('Hourly rewards: '), rewards),
    shareBps: readTerms(lines.take("Supporters' share of each reward: ")),
    intentId: readWord(lines.take('Intent: ')),
    expiresAt: readTime(lines.take('Expires: ')),
  };
  lines.end();
  return facts;
};

/** @param text  as it would be signed, to the last byte */
export const readIntent = (text: string): ReadIntent => {
  if (text.length > mostCharacters) return { kind: 'refused', line: 1, expected: 'at most 4096 characters' };
  const strange = text.split('\n').findIndex((line) => !/^[ -~]+$/.test(line));
  if (strange !== -1) return { kind: 'refused', line: strange + 1, expected: 'printable ASCII' };
  const lines = new Lines(text);
  try {
    return { kind: 'read', facts: readLines(lines) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', line: Math.max(1, lines.at), expected: error.expected };
  }
};
