/** Opens a public issue: what it is about, a title and a text. Everybody reads it; whose it is, nobody is told. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityIssue } from '../../../shared/contract/app/community.ts';
import { useAction } from '../../client/action.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './community.module.css';
import { useCommunityFailure } from './community-failure.ts';

type Kind = CommunityIssue['kind'];

/** Written out, because the schema that has them would bring its whole library into the pages. */
const kinds = Object.keys({
  bug: true,
  fraud: true,
  parameter: true,
  feature: true,
  data: true,
} satisfies Record<Kind, true>) as Kind[];
const longestTitle = 120;
const longestText = 4_000;

export const IssueForm = ({ onOpened }: { onOpened(issueId: string): void }) => {
  const { t } = useTranslation('community');
  const failureText = useCommunityFailure();
  const [kind, setKind] = useState<Kind | null>(null);
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [wasAsked, setWasAsked] = useState(false);
  const open = useAction((core, signal, issue: { kind: Kind; title: string; text: string }) =>
    core.community.openIssue(issue, { signal }),
  );
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWasAsked(true);
    if (kind === null || title.trim() === '' || text.trim() === '') return;
    const opened = await open.run({ kind, title: title.trim(), text: text.trim() });
    if (opened !== null) onOpened(opened.id);
  };
  return (
    <Panel title={t('form.title')}>
      <form className={classes.read} onSubmit={(event) => void send(event)} noValidate>
        <Select
          label={t('form.kind')}
          placeholder={t('form.choose')}
          data={kinds.map((value) => ({ value, label: t(`issueKind.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(value as Kind | null)}
          error={wasAsked && kind === null ? t('form.kindMissing') : null}
        />
        <TextInput
          label={t('form.name')}
          maxLength={longestTitle}
          dir="auto"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={wasAsked && title.trim() === '' ? t('form.nameMissing') : null}
        />
        <Textarea
          label={t('form.text')}
          description={t('form.textNote')}
          rows={7}
          maxLength={longestText}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wasAsked && text.trim() === '' ? t('form.textMissing') : null}
        />
        <div className={classes.send}>
          <Button type="submit" variant="filled" loading={open.isBusy}>
            {t('form.send')}
          </Button>
        </div>
        <FailureNote text={failureText(open.failure)} />
      </form>
    </Panel>
  );
};
