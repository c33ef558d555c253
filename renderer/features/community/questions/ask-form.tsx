/** Asks those who run the network. Everybody reads it; who asked, nobody is told. */
import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../../client/action.ts';
import { FailureNote } from '../../../ui/failure-note.tsx';
import { Panel } from '../../../ui/panel.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';

const longestQuestion = 500;

export const AskForm = ({ onAsked }: { onAsked(): void }) => {
  const { t } = useTranslation('community');
  const failureText = useCommunityFailure();
  const [text, setText] = useState('');
  const [wasSent, setWasSent] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const ask = useAction((core, signal, question: string) => core.community.ask({ text: question }, { signal }));
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWasSent(true);
    setIsDone(false);
    if (text.trim() === '' || (await ask.run(text.trim())) === null) return;
    setText('');
    setWasSent(false);
    setIsDone(true);
    onAsked();
  };
  return (
    <Panel title={t('ask.title')}>
      <form className={classes.read} onSubmit={(event) => void send(event)} noValidate>
        <Textarea
          label={t('ask.text')}
          description={t('ask.note')}
          rows={4}
          maxLength={longestQuestion}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wasSent && text.trim() === '' ? t('ask.missing') : null}
        />
        <div className={classes.send}>
          <Button type="submit" variant="filled" loading={ask.isBusy}>
            {t('ask.send')}
          </Button>
        </div>
        <p role="status">{isDone ? t('ask.done') : null}</p>
        <FailureNote text={failureText(ask.failure)} />
      </form>
    </Panel>
  );
};
