/**
 * `release verify DIR`: whether what a network published holds, worked out here from the files alone. `release fetch DIR`:
 * has those files brought here first.
 */
import { releaseFileName } from '../../../../shared/domain/releases/files.ts';
import type { Finding } from '../../../../shared/domain/releases/finding.ts';
import { isSignedBy } from '../../../link/ed25519.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { fetchReleases } from '../fetch-releases.ts';
import { UsageError } from '../options.ts';
import { readReleaseKeys } from '../release-keys.ts';
import type { Sentences } from '../sentences.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { type VerifiedBlock, verifyFolder } from '../verify-folder.ts';

/** Stands for what a file does not say. */
const unsaid = '–';

const sentenceOf = (finding: Finding, dir: string, { say }: Sentences): string => {
  const { code, blockId, part, row, deviceId: device, key, expected, found } = finding;
  const facts = { dir, key: key ?? unsaid, expected: expected ?? unsaid, found: found ?? unsaid };
  const what = say(`release.finding.${code}`, facts);
  if (blockId === null) return what;
  const file = part === null ? blockId : releaseFileName(blockId, part);
  if (device !== null) return say(row === null ? 'release.at.device' : 'release.at.row', { file, row, device, what });
  return row === null ? say('release.at.file', { file, what }) : say('release.at.line', { file, row, what });
};

const verify = async (dir: string, { options, sentences, signal, say, answer }: VerbContext): Promise<ExitCode> => {
  const keys = await readReleaseKeys(options.keys);
  const onBlock = ({ blockId, rows, paid, findings, leftOut }: VerifiedBlock): void => {
    if (findings.length === 0)
      say(`✓ ${sentences.say('release.block', { blockId, rows, paid: sentences.figures.coins(paid ?? 0n) })}`);
    for (const finding of findings) say(`✗ ${sentenceOf(finding, dir, sentences)}`);
    if (leftOut > 0) say(`✗ ${sentences.say('release.more', { blockId, more: leftOut })}`);
  };
  const verified = await verifyFolder({ dir, keys, isSignedBy, signal, onBlock });
  const { blocks, rows, findings, leftOut, networkKeys, unwitnessed, goesOnFrom } = verified;
  const isKeyGiven = keys.network.length > 0;
  const isGood = findings.length === 0;
  answer({
    good: isGood,
    releases: blocks.length,
    rows,
    first: blocks[0] ?? null,
    last: blocks.at(-1) ?? null,
    networkKeys,
    isKeyGiven,
    unwitnessed,
    goesOnFrom,
    findings: findings.map((finding) => ({ ...finding, text: sentenceOf(finding, dir, sentences) })),
    leftOut,
  });
  for (const finding of findings) if (finding.blockId === null) say(`✗ ${sentenceOf(finding, dir, sentences)}`);
  say(sentences.say(isGood ? 'release.good' : 'release.bad', { releases: blocks.length, rows }));
  if (goesOnFrom !== null) say(sentences.say('release.goesOn', { hash: goesOnFrom }));
  if (unwitnessed > 0) say(sentences.say('release.unwitnessed', { releases: unwitnessed }));
  if (!isKeyGiven) for (const key of networkKeys) say(sentences.say('release.keyNotGiven', { key }));
  return isGood ? exitCodes.done : exitCodes.refuted;
};

const fetchInto = async (dir: string, context: VerbContext): Promise<ExitCode> => {
  const { options, sentences, signal, clock, say, answer } = context;
  if (options.networkUrl === null) throw new UsageError('usage.missing', { name: 'network' });
  const onBlock = (blockId: string): void => say(`✓ ${sentences.say('release.fetched', { blockId })}`);
  const fetched = await fetchReleases({ url: options.networkUrl, dir, signal, clock, onBlock });
  answer({ ...fetched, dir });
  say(sentences.say('release.allFetched', { ...fetched, dir }));
  return exitCodes.done;
};

const acts: ReadonlyMap<string, typeof verify> = new Map([
  ['verify', verify],
  ['fetch', fetchInto],
]);

export const releaseVerb: Verb = {
  name: 'release',
  words: 2,
  options: ['signed-by', 'network'],
  run: async (context) => {
    const [word = '', dir] = context.options.words;
    const act = acts.get(word);
    if (act === undefined || dir === undefined) throw new UsageError('usage.release');
    return act(dir, context);
  },
};
