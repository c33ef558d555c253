/** One proposal: what it would change, how the stake behind it is divided, and this account's own vote, which is cast once. */
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityProposal, OwnVotes, ReadProposal } from '../../../shared/contract/app/community.ts';
import { useFormats } from '../../app/formats.ts';
import { useAction } from '../../client/action.ts';
import { useReading } from '../../client/reading.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ReadingState } from '../../ui/reading-state.tsx';
import table from '../../ui/table.module.css';
import classes from './community.module.css';
import { useCommunityFailure } from './community-failure.ts';
import { useRuleText } from './rule-text.ts';

const choices = ['for', 'against', 'abstain'] as const;
type Choice = (typeof choices)[number];

/** The ballot that counts now, or counted last. */
const ballotOf = ({ state }: Pick<CommunityProposal, 'state'>): 'straw' | 'vote' =>
  state === 'straw' || state === 'frivolous' ? 'straw' : 'vote';

const Tally = ({ proposal }: { proposal: CommunityProposal }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const tally = proposal[ballotOf(proposal)];
  const share = proposal.staked === 0n ? 0 : Number((tally.turnout * 10_000n) / proposal.staked) / 10_000;
  return (
    <>
      <table className={table.table}>
        <caption>{t('tally.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tally.choice')}</th>
            <th scope="col" className={table.end}>
              {t('tally.stake')}
            </th>
          </tr>
        </thead>
        <tbody>
          {choices.map((choice) => (
            <tr key={choice}>
              <th scope="row">{t(`choice.${choice}`)}</th>
              <td className={table.end}>{formats.coins(tally[choice])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.meta}>{t('tally.turnout', { share: formats.percent(share, 1) })}</p>
    </>
  );
};

interface VoteProps {
  proposal: CommunityProposal;
  own: OwnVotes;
  onVoted(read: ReadProposal): void;
}

const Vote = ({ proposal, own, onVoted }: VoteProps) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const [choice, setChoice] = useState<Choice>('abstain');
  const vote = useAction((core, signal) => core.community.vote({ proposalId: proposal.id, choice }, { signal }));
  const said = own[ballotOf(proposal)];
  if (said !== null) return <p role="status">{t('vote.said', { choice: t(`choice.${said}`) })}</p>;
  if (proposal.endsAt === null) return null;
  if (own.weight === 0n) return <p className={classes.meta}>{t('vote.noWeight')}</p>;
  const cast = async (): Promise<void> => {
    const read = await vote.run();
    if (read !== null) onVoted(read);
  };
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('vote.title')}
        value={choice}
        onChange={(value) => setChoice(value as Choice)}
        data={choices.map((value) => ({ value, label: t(`choice.${value}`) }))}
      />
      <p className={classes.meta}>{t('vote.once', { weight: formats.coins(own.weight) })}</p>
      <div className={classes.send}>
        <Button variant="filled" loading={vote.isBusy} onClick={() => void cast()}>
          {t('vote.cast', { choice: t(`choice.${choice}`) })}
        </Button>
      </div>
      <FailureNote text={failureText(vote.failure)} />
    </>
  );
};

export const ProposalPanel = ({ proposalId, now }: { proposalId: string; now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const rules = useRuleText();
  const failureText = useCommunityFailure();
  const {
    value: read,
    failure,
    again,
    replace,
  } = useReading(proposalId, (core, signal) => core.community.proposal({ proposalId }, { signal }));
  if (read === null)
    return (
      <Panel title={t('proposals.one')}>
        <ReadingState failure={failureText(failure)} waitsFor={t('waitsFor.proposals')} onAgain={again} />
      </Panel>
    );
  const { proposal, own } = read;
  const { key, value, endsAt, effectiveAt, reason, majority, state } = proposal;
  return (
    <Panel title={t('proposals.one')} aside={formats.verbatim(proposal.id)}>
      <div className={classes.read}>
        <h3>{t('ruleValue', { rule: rules.name(key), value: rules.value(key, value) })}</h3>
        <p>{t(`stands.${state}`, { when: endsAt === null ? '' : formats.moment(endsAt, now) })}</p>
        {reason !== null && <p>{t(`reason.${reason}`)}</p>}
        {effectiveAt !== null && <p>{t('proposals.holds', { when: formats.moment(effectiveAt, now) })}</p>}
        <Tally proposal={proposal} />
        <p className={classes.meta}>{t(`majority.${majority}`)}</p>
        {own !== null && <Vote key={proposal.id} proposal={proposal} own={own} onVoted={replace} />}
      </div>
    </Panel>
  );
};
