/** Both sides in one file: what the network keeps of a loss, under its signature, and this PC's own log of that time. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useAction } from '../../client/action.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import classes from './appeal-panel.module.css';
import { useCaseFailure } from './case-failure.ts';

export const BundlePanel = ({ slashId, now }: { slashId: string; now: number }) => {
  const { t } = useTranslation('evidence');
  const formats = useFormats();
  const failureText = useCaseFailure(now);
  const [saved, setSaved] = useState<string | null>(null);
  const bundle = useAction((core, signal) => core.evidence.bundle({ slashId }, { signal }));
  const save = async (): Promise<void> => {
    setSaved(null);
    const file = await bundle.run();
    if (file === null) return;
    saveFile(file.name, 'application/json', file.text);
    setSaved(file.name);
  };
  return (
    <Panel title={t('bundle.title')}>
      <div className={classes.form}>
        <p className={classes.note}>{t('bundle.body')}</p>
        <div className={classes.send}>
          <Button onClick={() => void save()} loading={bundle.isBusy}>
            {t('bundle.save')}
          </Button>
          <p className={classes.done} role="status">
            {saved === null ? null : t('bundle.saved', { name: formats.verbatim(saved) })}
          </p>
        </div>
        <FailureNote text={failureText(bundle.failure)} />
      </div>
    </Panel>
  );
};
