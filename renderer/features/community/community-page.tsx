/**
 * What changes, what is discussed, and what do I say to it? Notices and announced changes, issues, proposals,
 * questions, the roadmap, the hours that the network published, and reports of frauds.
 */
import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityOverview } from '../../../shared/contract/app/community.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { goToCommunity, useCommunityPart } from '../../app/route.ts';
import { useReading } from '../../client/reading.ts';
import { ReadingState } from '../../ui/reading-state.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import classes from './community.module.css';
import { useCommunityFailure } from './community-failure.ts';
import { IssuesTab } from './issues-tab.tsx';
import { NoticesTab } from './notices-tab.tsx';
import { ProposalsTab } from './proposals-tab.tsx';
import { QuestionsTab } from './questions/questions-tab.tsx';
import { ReleasesTab } from './releases/releases-tab.tsx';
import type { ReportDraft } from './reports/report-draft.ts';
import { ReportsTab } from './reports/reports-tab.tsx';
import { RoadmapTab } from './roadmap/roadmap-tab.tsx';

/** The parts of the page, each with an address of its own: `#/community/<part>`. */
const parts = ['notices', 'issues', 'proposals', 'questions', 'roadmap', 'releases', 'reports'] as const;
type Part = (typeof parts)[number];

const useSentence = (overview: CommunityOverview | null, now: number): string => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  if (overview === null) return t('sentence.unknown');
  const [next] = overview.changes;
  if (next === undefined) return t('sentence.nothing');
  const count = overview.changes.length;
  return t('sentence.changes', {
    count,
    changes: formats.number(count),
    when: formats.moment(next.effectiveAt, now),
  });
};

export const CommunityPage = () => {
  const { t } = useTranslation('community');
  const now = useNow(10_000);
  const failureText = useCommunityFailure();
  const overview = useReading('overview', (core, signal) => core.community.overview(undefined, { signal }));
  const [draft, setDraft] = useState<ReportDraft | null>(null);
  const named = useCommunityPart();
  const part: Part = parts.find((known) => known === named) ?? 'notices';
  return (
    <>
      <StateSentence sentence={useSentence(overview.value, now)} proof={t('proof')} />
      <Tabs value={part} onChange={(next) => goToCommunity(next ?? 'notices')} keepMounted={false}>
        <Tabs.List>
          {parts.map((value) => (
            <Tabs.Tab key={value} value={value}>
              {t(`tab.${value}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="notices" className={classes.panel ?? ''}>
          {overview.value === null ? (
            <ReadingState
              failure={failureText(overview.failure)}
              waitsFor={t('waitsFor.notices')}
              onAgain={overview.again}
            />
          ) : (
            <NoticesTab overview={overview.value} now={now} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="issues" className={classes.panel ?? ''}>
          <IssuesTab now={now} />
        </Tabs.Panel>
        <Tabs.Panel value="proposals" className={classes.panel ?? ''}>
          <ProposalsTab now={now} />
        </Tabs.Panel>
        <Tabs.Panel value="questions" className={classes.panel ?? ''}>
          <QuestionsTab now={now} />
        </Tabs.Panel>
        <Tabs.Panel value="roadmap" className={classes.panel ?? ''}>
          <RoadmapTab />
        </Tabs.Panel>
        <Tabs.Panel value="releases" className={classes.panel ?? ''}>
          <ReleasesTab
            now={now}
            onReport={(begun) => {
              setDraft(begun);
              goToCommunity('reports');
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="reports" className={classes.panel ?? ''}>
          <ReportsTab now={now} draft={draft} onDraft={setDraft} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};
