/** Rows of one hour: the owner's own first and marked, others by device or tag. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublishedRow } from '../../../../shared/contract/app/releases.ts';
import { useReading } from '../../../client/reading.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ReadingState } from '../../../ui/reading-state.tsx';
import community from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import classes from './releases.module.css';
import { RowTable } from './row-table.tsx';

/** Of a device's id or an owner's tag, as releases have them. */
const findable = /^(?:d[0-9a-f]{24}|[0-9a-f]{16})$/;

interface FindFormProps {
  isAll: boolean;
  /** undefined: all of them. */
  onFind(of: string | undefined): void;
}

const FindForm = ({ isAll, onFind }: FindFormProps) => {
  const { t } = useTranslation('releases');
  const [text, setText] = useState('');
  const [wasAsked, setWasAsked] = useState(false);
  const wanted = text.trim().toLowerCase();
  const isWrong = wasAsked && wanted !== '' && !findable.test(wanted);
  const find = (event: FormEvent): void => {
    event.preventDefault();
    setWasAsked(true);
    if (wanted === '') onFind(undefined);
    else if (findable.test(wanted)) onFind(wanted);
  };
  const showAll = (): void => {
    setText('');
    setWasAsked(false);
    onFind(undefined);
  };
  return (
    <form onSubmit={find} noValidate>
      <div className={classes.find}>
        <TextInput
          label={t('rows.find')}
          description={t('rows.findNote')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={isWrong ? t('rows.findWrong') : null}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
        />
        <Button type="submit">{t('rows.search')}</Button>
        {!isAll && <Button onClick={showAll}>{t('rows.all')}</Button>}
      </div>
    </form>
  );
};

interface RowsPanelProps {
  blockId: string;
  onReport(published: PublishedRow): void;
}

export const RowsPanel = ({ blockId, onReport }: RowsPanelProps) => {
  const { t } = useTranslation('releases');
  const failureText = useCommunityFailure();
  const [asked, setAsked] = useState<{ of: string | undefined; after: number }>({ of: undefined, after: 0 });
  const [open, setOpen] = useState<number | null>(null);
  const { of, after } = asked;
  const page = useReading(`${blockId} ${of} ${after}`, (core, signal) =>
    core.releases.rows({ blockId, of, after }, { signal }),
  );
  const show = (next: typeof asked): void => {
    setAsked(next);
    setOpen(null);
  };
  const rows = page.value?.rows ?? [];
  const next = page.value?.next ?? null;
  return (
    <Panel title={t('rows.title')}>
      <FindForm isAll={of === undefined} onFind={(found) => show({ of: found, after: 0 })} />
      {page.value === null ? (
        <ReadingState failure={failureText(page.failure)} waitsFor={t('rows.waits')} onAgain={page.again} />
      ) : rows.length === 0 ? (
        <EmptyState sentence={t(of === undefined ? 'rows.empty' : 'rows.notFound')} />
      ) : (
        <RowTable rows={rows} open={open} onOpen={setOpen} onReport={onReport} />
      )}
      {(after > 0 || next !== null) && (
        <div className={community.send}>
          {after > 0 && (
            <Button size="sm" onClick={() => show({ of, after: 0 })}>
              {t('rows.first')}
            </Button>
          )}
          {next !== null && (
            <Button size="sm" onClick={() => show({ of, after: next })}>
              {t('rows.more')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
};
