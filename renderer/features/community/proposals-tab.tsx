/**
 * Proposals to change the rules, newest first; one is read beside the list, with its tally and the owner's own vote, or
 * one is opened there.
 */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useReading } from '../../client/reading.ts';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ReadingState } from '../../ui/reading-state.tsx';
import table from '../../ui/table.module.css';
import classes from './community.module.css';
import { useCommunityFailure } from './community-failure.ts';
import { PageButtons } from './page-buttons.tsx';
import { ProposalPanel } from './proposal-panel.tsx';
import { ProposePanel } from './proposing/propose-panel.tsx';
import { useRuleText } from './rule-text.ts';

export const ProposalsTab = ({ now }: { now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const rules = useRuleText();
  const failureText = useCommunityFailure();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const [after, setAfter] = useState<string | undefined>(undefined);
  const proposals = useReading(`after ${after}`, (core, signal) => core.community.proposals({ after }, { signal }));
  const shown = proposals.value?.proposals ?? [];
  return (
    <div className={classes.two}>
      <Panel
        title={t('proposals.title')}
        aside={
          <Button size="sm" onClick={() => setIsOpening(true)}>
            {t('propose.open')}
          </Button>
        }
      >
        {proposals.value === null ? (
          <ReadingState
            failure={failureText(proposals.failure)}
            waitsFor={t('waitsFor.proposals')}
            onAgain={proposals.again}
          />
        ) : shown.length === 0 ? (
          <EmptyState sentence={t('proposals.empty')} detail={t('proposals.emptyDetail')} />
        ) : (
          <table className={table.table}>
            <caption>{t('proposals.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('proposals.proposal')}</th>
                <th scope="col">{t('issues.state')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, key, value, state, endsAt }) => (
                <tr key={id} className={table.choosable} data-chosen={id === chosen || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className={table.chooser}
                      aria-pressed={id === chosen}
                      onClick={() => {
                        setIsOpening(false);
                        setChosen(id);
                      }}
                    >
                      {rules.name(key)}
                    </button>
                    <span className={classes.meta}>{t('proposals.becomes', { value: rules.value(key, value) })}</span>
                  </th>
                  <td>
                    <Chip tone={endsAt === null ? 'plain' : 'warn'}>{t(`proposalState.${state}`)}</Chip>
                    {endsAt !== null && (
                      <span className={classes.meta}>{t('proposals.ends', { when: formats.moment(endsAt, now) })}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <PageButtons
          onNewest={after === undefined ? null : () => setAfter(undefined)}
          older={proposals.value?.next ?? null}
          onOlder={setAfter}
        />
      </Panel>
      {isOpening && (
        <ProposePanel
          onOpened={(proposalId) => {
            setIsOpening(false);
            setChosen(proposalId);
            proposals.again();
          }}
        />
      )}
      {!isOpening && chosen !== null && <ProposalPanel proposalId={chosen} now={now} />}
    </div>
  );
};
