/** The owner's lock: a PIN without which nothing but the seat can be changed here. */
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import type { CoreClient } from '../../client/core-client.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './lock-panel.module.css';
import { SettingRow } from './setting-row.tsx';

const shortestPin = 4;

type Step = (core: CoreClient, pin: string, signal: AbortSignal) => Promise<unknown>;
const steps: Record<'set' | 'enter' | 'close' | 'remove', Step> = {
  set: (core, pin, signal) => core.owner.setLock({ pin }, { signal }),
  enter: (core, pin, signal) => core.owner.openLock({ pin }, { signal }),
  close: (core, _pin, signal) => core.owner.closeLock(undefined, { signal }),
  remove: (core, _pin, signal) => core.owner.removeLock(undefined, { signal }),
};

export const LockPanel = () => {
  const { t } = useTranslation('settings');
  const { lock } = useTopic('owner');
  const [pin, setPin] = useState('');
  const { run, failure, isBusy } = useAction((core, signal, step: keyof typeof steps) =>
    steps[step](core, pin, signal),
  );
  const text = useFailureText()(failure);
  const id = useId();
  const withPin = lock === 'locked' ? 'enter' : 'set';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(withPin);
    setPin('');
  };
  return (
    <Panel title={t('lock.title')}>
      <SettingRow title={t(`lock.${lock}`)} detail={t(`lock.${lock}Why`)}>
        {lock === 'open' && (
          <div className={classes.buttons}>
            <Button size="sm" onClick={() => void run('close')}>
              {t('lock.close')}
            </Button>
            <Button size="sm" onClick={() => void run('remove')}>
              {t('lock.remove')}
            </Button>
          </div>
        )}
      </SettingRow>
      <form onSubmit={submit}>
        <SettingRow controlId={id} title={t('lock.pin')} {...(lock === 'locked' ? {} : { detail: t('lock.pinWhy') })}>
          <div className={classes.buttons}>
            <PasswordInput
              id={id}
              className={classes.pin ?? ''}
              autoComplete="off"
              value={pin}
              onChange={(event) => setPin(event.currentTarget.value)}
            />
            <Button type="submit" size="sm" loading={isBusy} disabled={pin.length < shortestPin}>
              {t(lock === 'open' ? 'lock.change' : `lock.${withPin}`)}
            </Button>
          </div>
        </SettingRow>
      </form>
      <FailureNote text={text} />
    </Panel>
  );
};
