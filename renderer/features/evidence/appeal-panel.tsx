/** The appeal of a loss: its form while there is time, what was sent, and how it was judged. It can be sent once. */
import { Button, Select, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlashCase } from '../../../shared/contract/app/evidence.ts';
import { useFormats } from '../../app/formats.ts';
import { useAction } from '../../client/action.ts';
import { Chip } from '../../ui/chip.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './appeal-panel.module.css';
import { useCaseFailure } from './case-failure.ts';

type Appeal = NonNullable<SlashCase['appeal']>;
type Ground = Appeal['grounds'];

/** Written out, because the schema that has them would bring its whole library into the pages. */
const grounds = Object.keys({
  network_outage: true,
  power_cut: true,
  clock_drift: true,
  pause_declared: true,
  not_this_device: true,
  evidence_wrong: true,
  other: true,
} satisfies Record<Ground, true>) as Ground[];
const longestText = 2_000;

const Sent = ({ appeal, now }: { appeal: Appeal; now: number }) => {
  const { t } = useTranslation('evidence');
  const formats = useFormats();
  const moment = (at: number): string => formats.moment(at, now);
  return (
    <div className={classes.form}>
      <p>
        {appeal.state === 'open'
          ? appeal.decideBy === null
            ? t('sent.waits', { when: moment(appeal.at) })
            : t('sent.sitting', { when: moment(appeal.decideBy) })
          : t(`sent.${appeal.state}`, { by: t(`judge.${appeal.decidedBy ?? 'operator'}`) })}
      </p>
      <p className={classes.note}>{t(`grounds.${appeal.grounds}`)}</p>
      <blockquote className={classes.words} dir="auto">
        {appeal.text}
      </blockquote>
      {appeal.reason !== null && (
        <>
          <p className={classes.note}>{t('sent.reason')}</p>
          <blockquote className={classes.words} dir="auto">
            {appeal.reason}
          </blockquote>
        </>
      )}
    </div>
  );
};

interface AppealPanelProps {
  slash: SlashCase;
  now: number;
  onChange(slash: SlashCase): void;
}

const AppealForm = ({ slash, now, onChange }: AppealPanelProps) => {
  const { t } = useTranslation('evidence');
  const failureText = useCaseFailure(now);
  const [ground, setGround] = useState<Ground | null>(null);
  const [text, setText] = useState('');
  const [wasAsked, setWasAsked] = useState(false);
  const appeal = useAction((core, signal, asked: { grounds: Ground; text: string }) =>
    core.evidence.appeal({ slashId: slash.id, ...asked }, { signal }),
  );
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWasAsked(true);
    if (ground === null || text.trim() === '') return;
    const changed = await appeal.run({ grounds: ground, text: text.trim() });
    if (changed !== null) onChange(changed);
  };
  return (
    <form className={classes.form} onSubmit={(event) => void send(event)} noValidate>
      <Select
        label={t('form.ground')}
        placeholder={t('form.choose')}
        data={grounds.map((value) => ({ value, label: t(`grounds.${value}`) }))}
        value={ground}
        onChange={(value) => setGround(value as Ground | null)}
        error={wasAsked && ground === null ? t('form.groundMissing') : null}
      />
      <Textarea
        label={t('form.text')}
        description={t('form.textNote')}
        rows={6}
        maxLength={longestText}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={wasAsked && text.trim() === '' ? t('form.textMissing') : null}
      />
      <p className={classes.note}>{t('form.once')}</p>
      <div className={classes.send}>
        <Button type="submit" variant="filled" loading={appeal.isBusy}>
          {t('form.send')}
        </Button>
      </div>
      <FailureNote text={failureText(appeal.failure)} />
    </form>
  );
};

export const AppealPanel = ({ slash, now, onChange }: AppealPanelProps) => {
  const { t } = useTranslation('evidence');
  const formats = useFormats();
  const { appeal, appealUntil, state } = slash;
  const tones = { open: 'warn', won: 'ok', lost: 'plain' } as const;
  const canAppeal = state === 'escrow' && now < appealUntil;
  return (
    <Panel
      title={t('form.title')}
      aside={appeal && <Chip tone={tones[appeal.state]}>{t(`appealState.${appeal.state}`)}</Chip>}
    >
      <div aria-live="polite">
        {appeal !== null && <Sent appeal={appeal} now={now} />}
        {appeal === null && !canAppeal && (
          <p className={classes.note}>{t('form.over', { when: formats.moment(appealUntil, now) })}</p>
        )}
      </div>
      {appeal === null && canAppeal && <AppealForm slash={slash} now={now} onChange={onChange} />}
    </Panel>
  );
};
