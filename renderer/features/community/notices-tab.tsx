/** What is announced to change, from what to what and when, and below it what everybody was told, newest first. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnnouncedChange, CommunityOverview } from '../../../shared/contract/app/community.ts';
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
import { useRuleText } from './rule-text.ts';

type Notice = CommunityOverview['notices'][number];

const Changes = ({ changes, now }: { changes: readonly AnnouncedChange[]; now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const rules = useRuleText();
  return (
    <Panel title={t('changes.title')}>
      {changes.length === 0 ? (
        <EmptyState sentence={t('changes.empty')} detail={t('changes.emptyDetail')} />
      ) : (
        <table className={table.table}>
          <caption>{t('changes.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('changes.what')}</th>
              <th scope="col">{t('changes.how')}</th>
              <th scope="col" className={table.end}>
                {t('changes.when')}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.id}>
                <th scope="row">
                  {rules.name(change.key)}
                  <span className={classes.meta}>{t(`class.${change.class}`)}</span>
                </th>
                <td>
                  {change.from === null
                    ? t('changes.toOnly', { to: rules.value(change.key, change.to) })
                    : t('changes.fromTo', {
                        from: rules.value(change.key, change.from),
                        to: rules.value(change.key, change.to),
                      })}
                </td>
                <td className={table.end}>{formats.moment(change.effectiveAt, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
};

const useNoticeText = (): ((notice: Notice) => string) => {
  const { t } = useTranslation('community');
  const rules = useRuleText();
  return ({ kind, facts }) => {
    const key = String(facts.key);
    switch (kind) {
      case 'parameter_change':
      case 'emergency':
      case 'proposal_opened':
        return t('ruleValue', { rule: rules.name(key), value: rules.value(key, String(facts.value)) });
      case 'proposal_ended':
        return t(`ended.${facts.outcome as 'frivolous' | 'dropped' | 'rejected' | 'passed'}`);
      default:
        return String(facts.text);
    }
  };
};

/** null: the newest, which the overview has. */
const useNoticePage = (overview: CommunityOverview, before: number | null) => {
  const older = useReading(before === null ? null : `before ${before}`, (core, signal) =>
    core.community.notices({ before: before ?? undefined }, { signal }),
  );
  const page = before === null ? { notices: overview.notices, next: overview.olderThan } : older.value;
  return { page, failure: older.failure, again: older.again };
};

export const NoticesTab = ({ overview, now }: { overview: CommunityOverview; now: number }) => {
  const { t } = useTranslation('community');
  const formats = useFormats();
  const text = useNoticeText();
  const failureText = useCommunityFailure();
  const [before, setBefore] = useState<number | null>(null);
  const { page, failure, again } = useNoticePage(overview, before);
  return (
    <div className={classes.stack}>
      <Changes changes={overview.changes} now={now} />
      <Panel title={t('notices.title')}>
        {page === null ? (
          <ReadingState failure={failureText(failure)} waitsFor={t('waitsFor.notices')} onAgain={again} />
        ) : page.notices.length === 0 ? (
          <EmptyState sentence={t('notices.empty')} detail={t('notices.emptyDetail')} />
        ) : (
          <ul className={classes.list}>
            {page.notices.map((notice) => (
              <li key={notice.id}>
                <Chip tone={notice.kind === 'emergency' ? 'warn' : 'plain'}>{t(`noticeKind.${notice.kind}`)}</Chip>
                <p dir="auto">{text(notice)}</p>
                <p className={classes.meta}>
                  {notice.effectiveAt === null
                    ? formats.ago(notice.at, now)
                    : t('notices.begins', {
                        told: formats.ago(notice.at, now),
                        when: formats.moment(notice.effectiveAt, now),
                      })}
                </p>
              </li>
            ))}
          </ul>
        )}
        <PageButtons
          onNewest={before === null ? null : () => setBefore(null)}
          older={page?.next ?? null}
          onOlder={setBefore}
        />
      </Panel>
    </div>
  );
};
