/**
 * Releases of which one byte is another: anywhere in any of its files, any other value. Each has to be told by its file,
 * and in a file of lines by its line.
 */
import { playHours } from '../../../tests/fakes/releases/played-hours.ts';
import { inMemory, verifyInMemory } from '../../../tests/fakes/releases/read-release.ts';
import { createSigners } from '../../../tests/fakes/releases/signers.ts';
import { createDraw } from './draw.ts';

export interface FlipsReport {
  readonly flips: number;
  readonly byPart: Readonly<Record<string, number>>;
  readonly missed: readonly { readonly number: number; readonly part: string; readonly at: number }[];
}

/** `previous`: the manifest's word for the hour before. */
const places = ['rows', 'leaves', 'manifest', 'previous', 'signatures'] as const;
const devices = 12;
const hexDigits = 64;

const playTwoHours = () => {
  const signers = createSigners();
  const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
  return [...playHours({ devices, hours: 2, seed: 4, signers: keys })].map((built) => inMemory(built, signers));
};

export const flipBytes = async (
  asked: { readonly flips: number; readonly seed: number; readonly only: number | null },
  onSome: (flipped: number) => void = () => undefined,
): Promise<FlipsReport> => {
  const [first, second] = playTwoHours();
  if (first === undefined || second === undefined) throw new Error('no releases');
  const { release: before, findings } = await verifyInMemory(first, null);
  const whole = await verifyInMemory(second, before);
  if (findings.length + whole.findings.length > 0) throw new Error('a release that nobody touched is found wrong');
  const word = '"previous":"';
  const previousAt = Buffer.from(second.manifest).indexOf(word) + word.length;
  const byPart: Record<string, number> = {};
  const missed: { number: number; part: string; at: number }[] = [];
  const numbers = asked.only === null ? Array.from({ length: asked.flips }, (_, at) => at) : [asked.only];
  for (const number of numbers) {
    const draw = createDraw(`flips ${asked.seed} ${number}`);
    const place = draw.pick(places, 'place');
    const part = place === 'previous' ? 'manifest' : place;
    const bytes = second[part];
    const at = place === 'previous' ? previousAt + draw.below(hexDigits, 'at') : draw.below(bytes.length, 'at');
    const change = draw.between(1, 255, 'change');
    const changed = bytes.map((byte, each) => (each === at ? byte ^ change : byte));
    const verified = await verifyInMemory({ ...second, [part]: changed }, before);
    const line = 1 + bytes.subarray(0, at).filter((byte) => byte === 0x0a).length;
    const isLined = part === 'rows' || part === 'leaves';
    const isTold = verified.findings.some((each) => each.part === part && (!isLined || each.row === line));
    if (!isTold) missed.push({ number, part: place, at });
    byPart[place] = (byPart[place] ?? 0) + 1;
    if (number % 1_000 === 999) onSome(number + 1);
  }
  return { flips: numbers.length, byPart, missed };
};
