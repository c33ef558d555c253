/**
 * `validator`: a validator's duties on a network, round after round. It needs a key, a network and a folder for its journal,
 * and no Perigee that runs here.
 */
import { join } from 'node:path';
import { isPerigeeError } from '../../../../shared/contract/codes.ts';
import { findings } from '../../../../shared/contract/network/court.ts';
import { parseIo } from '../../../../shared/units/money.ts';
import { type Round, runRound, type ValidatorParts, voteAsPerson } from '../../../validator/duties.ts';
import { openJournal } from '../../../validator/journal.ts';
import { moveStake, openPlayWallet } from '../../../validator/play-wallet.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { UsageError } from '../options.ts';
import { type Refusals, tellRefusal } from '../refusals.ts';
import { readReleaseKeys } from '../release-keys.ts';
import { makeRenter, openRenter, type Renter } from '../rent/renter.ts';
import { tellRound, tellStanding } from '../validator/tell-round.ts';
import type { Verb, VerbContext } from '../verb.ts';

const refusals: Refusals = {
  keyOf: (code) => `validator.refused.${code}`,
  codes: [
    ...['NO_ACCOUNT', 'ROLE_TOO_LOW', 'NOT_A_VALIDATOR', 'NOT_ON_COMMITTEE', 'COMPLIANCE_TOO_LOW', 'TIER_TOO_LOW'],
    ...['STAKE_TOO_LOW', 'ADDRESS_UNREADABLE', 'NETWORK_TAKEN', 'NOT_ENOUGH_COINS', 'STAKE_IN_USE', 'KEY_IS_DEVICES'],
  ],
};

/** Between two rounds: a twentieth of an hour, at most a minute. */
const roundsEachHour = 20;
const longestWaitMs = 60_000;
const shortestWaitMs = 500;

const openParts = async (context: VerbContext): Promise<ValidatorParts & Pick<Renter, 'api'>> => {
  const { api, signer } = await openRenter(context);
  const { options, signal } = context;
  const { network: networkKeys } = await readReleaseKeys(options.keys);
  const journal = openJournal(join(options.dataDir, 'validator', signer.publicKey));
  return { api, signer, journal, networkKeys, signal };
};

const makeKey = async ({ sentences, say, answer, ...context }: VerbContext): Promise<ExitCode> => {
  const { api, signer, keyPath, isNew } = await makeRenter({ sentences, say, answer, ...context });
  const { id, wallet } = await api.accounts.open({ name: 'validator' });
  answer({ key: keyPath, isNew, publicKey: signer.publicKey, accountId: id, wallet });
  say(sentences.say(isNew ? 'rent.key.made' : 'rent.key.known', { path: keyPath, id }));
  say(sentences.say('rent.key.wallet', { amount: sentences.figures.coins(BigInt(wallet)) }));
  return exitCodes.done;
};

/** @param amount  base units; null: leave */
const changeStake = async (amount: bigint | null, context: VerbContext): Promise<ExitCode> => {
  const { api, keyPath } = await openRenter(context);
  const opened = await openPlayWallet(api, `${keyPath}.wallet`);
  if (opened.kind !== 'open') {
    const title = context.sentences.say(`validator.wallet.${opened.kind}`, { path: `${keyPath}.wallet` });
    context.answer({ error: { code: 'WALLET_MISSING', title } });
    if (!context.options.isJson) console.error(title);
    return exitCodes.needsOwner;
  }
  const standing = await moveStake(api, opened.wallet, amount);
  context.answer(standing);
  tellStanding(standing, context);
  return exitCodes.done;
};

const castVote = async (committeeId: string, word: string, context: VerbContext): Promise<ExitCode> => {
  const finding = findings.find((known) => known === word);
  if (finding === undefined) throw new UsageError('usage.validator');
  const { sentences, say, answer } = context;
  const cast = await voteAsPerson(await openParts(context), committeeId, finding);
  answer(cast);
  if (cast.kind === 'voted') say(`✓ ${sentences.say(`validator.cast.${cast.state}`, { finding })}`);
  else if (cast.kind === 'settled') say(`✗ ${sentences.say('validator.settled', { finding: cast.finding })}`);
  else say(`✗ ${sentences.say('validator.refused.NOT_ON_COMMITTEE')}`);
  return cast.kind === 'voted' && cast.state !== 'closed' ? exitCodes.done : exitCodes.failed;
};

const exitCodeOf = ({ releases, votes }: Round): ExitCode => {
  if (releases.some(({ objection }) => objection !== null)) return exitCodes.refuted;
  return votes.some(({ finding }) => finding === null) ? exitCodes.needsOwner : exitCodes.done;
};

const once = async (parts: ValidatorParts, context: VerbContext): Promise<ExitCode> => {
  const round = await runRound(parts);
  context.answer(round);
  tellStanding(round.standing, context);
  tellRound(round, context);
  return exitCodeOf(round);
};

/** A network that is away, or a moment of too much asked, ends no validator. */
const isPassing = (error: unknown): boolean =>
  isPerigeeError(error) && (error.code === 'NETWORK_UNREACHABLE' || error.code === 'NETWORK_REFUSED');

const goOn = async (parts: ValidatorParts & Pick<Renter, 'api'>, context: VerbContext): Promise<ExitCode> => {
  const { clock, signal, log } = context;
  const { hourMs } = (await parts.api.parameters.current()).parameters;
  const waitMs = Math.min(longestWaitMs, Math.max(shortestWaitMs, hourMs / roundsEachHour));
  let seat: string | null = null;
  while (!signal.aborted) {
    try {
      const round = await runRound(parts);
      const seen = JSON.stringify([round.standing.isSeated, round.standing.unseatedFor]);
      if (seen !== seat) tellStanding(round.standing, context);
      seat = seen;
      tellRound(round, context);
      if (round.releases.length + round.votes.length > 0) context.answer(round);
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.warn('round_failed', { error: String(error) });
    }
    await clock.sleep(waitMs, signal).catch(() => undefined);
  }
  return exitCodes.done;
};

const run = async (context: VerbContext): Promise<ExitCode> => {
  const [word, about, more] = context.options.words;
  if (word === undefined) {
    const parts = await openParts(context);
    return context.options.isOnce ? once(parts, context) : goOn(parts, context);
  }
  if (word === 'key' && about === undefined) return makeKey(context);
  if (word === 'leave' && about === undefined) return changeStake(null, context);
  const amount = word === 'stake' && about !== undefined && more === undefined ? parseIo(about) : null;
  if (amount !== null && amount > 0n) return changeStake(amount, context);
  if (word === 'vote' && about !== undefined && more !== undefined) return castVote(about, more, context);
  throw new UsageError('usage.validator');
};

export const validatorVerb: Verb = {
  name: 'validator',
  words: 3,
  options: ['network', 'key', 'once', 'signed-by', 'data'],
  run: async (context) => {
    try {
      return await run(context);
    } catch (error) {
      if (tellRefusal(error, refusals, context)) return exitCodes.failed;
      throw error;
    }
  },
};
