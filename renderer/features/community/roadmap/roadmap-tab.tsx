/** What those who run the network mean to do, by date, as they wrote it. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../app/formats.ts';
import { useReading } from '../../../client/reading.ts';
import { Chip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';

const tones = { planned: 'plain', in_progress: 'accent', done: 'ok', dropped: 'warn' } as const;

export const RoadmapTab = () => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const roadmap = useReading('roadmap', (core, signal) => core.community.roadmap(undefined, { signal }));
  return (
    <Panel title={t('roadmap.title')}>
      {roadmap.value === null ? (
        <ReadingState failure={failureText(roadmap.failure)} waitsFor={t('waitsFor.roadmap')} onAgain={roadmap.again} />
      ) : roadmap.value.entries.length === 0 ? (
        <EmptyState sentence={t('roadmap.empty')} detail={t('roadmap.emptyDetail')} />
      ) : (
        <ol className={classes.list}>
          {roadmap.value.entries.map(({ id, title, text, state, date, issue }) => (
            <li key={id}>
              <Chip tone={tones[state]}>{t(`roadmapState.${state}`)}</Chip>
              <h3 dir="auto">{title}</h3>
              {text !== '' && (
                <p dir="auto" className={classes.words}>
                  {text}
                </p>
              )}
              <p className={classes.meta}>
                {date === null ? t('roadmap.undated') : t('roadmap.date', { when: formats.date(date) })}
              </p>
              {issue !== null && (
                <p className={classes.meta}>{t('roadmap.issue', { issue: formats.verbatim(issue) })}</p>
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
};
