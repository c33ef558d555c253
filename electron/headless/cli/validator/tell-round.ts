/** A validator's standing and its rounds, as lines for a person. */
import type { ValidatorStanding } from '../../../../shared/contract/network/validators.ts';
import type { Objection, Round } from '../../../validator/duties.ts';
import type { VerbContext } from '../verb.ts';

type Teller = Pick<VerbContext, 'sentences' | 'say'>;

export const tellStanding = (standing: ValidatorStanding, { sentences, say }: Teller): void => {
  const { isSeated, unseatedFor, bannedUntil, stake, stakeNeeded, work } = standing;
  const coins = (amount: string): string => sentences.figures.coins(BigInt(amount));
  const facts = {
    ...{ stake: coins(stake), needed: coins(stakeNeeded) },
    until: bannedUntil === null ? '' : sentences.figures.moment(bannedUntil),
  };
  say(sentences.say(isSeated ? 'validator.seated' : `validator.unseated.${unseatedFor ?? 'LEFT'}`, facts));
  say(sentences.say('validator.work', work));
};

const objectionText = (objection: Objection, { sentences }: Pick<VerbContext, 'sentences'>): string => {
  const [first] = objection.code === 'does_not_hold' ? objection.findings : [];
  return sentences.say(`validator.objection.${objection.code}`, { finding: first?.code ?? '' });
};

export const tellRound = ({ releases, votes }: Pick<Round, 'releases' | 'votes'>, teller: Teller): void => {
  const { sentences, say } = teller;
  for (const { blockId, objection } of releases)
    say(
      objection === null
        ? `✓ ${sentences.say('validator.signed', { blockId })}`
        : `✗ ${sentences.say('validator.notSigned', { blockId, why: objectionText(objection, teller) })}`,
    );
  for (const { committeeId, decideBy, matter, finding, because, token, state } of votes) {
    const facts = { committee: committeeId, matter: matter.matterId, until: sentences.figures.moment(decideBy) };
    if (finding === null) say(`! ${sentences.say(`validator.waits.${because}`, facts)}`);
    // What was said of it in a round before is not said again while the committee sits.
    else if (because !== 'journal' || state !== 'sitting')
      say(
        `✓ ${sentences.say('validator.voted', { ...facts, finding, because: sentences.say(`validator.because.${because}`, { token: token ?? 0 }) })}`,
      );
  }
};
