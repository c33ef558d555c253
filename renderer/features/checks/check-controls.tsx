/** Starts a check of one of its kinds, with what it takes and does to the PC, and stops the one that runs. */
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CheckMode } from '../../../shared/contract/app/checks.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import classes from './check-controls.module.css';

const others = ['full', 'memory', 'memory_long'] as const;

/** Only a GPU that kernels can run on has memory to check. */
const useHasMemory = (): boolean =>
  useTopic('machine')?.gpus.some(({ unusable, adapterName }) => unusable === null && adapterName !== null) ?? false;

const StopButton = () => {
  const { t } = useTranslation('checks');
  const failureText = useFailureText();
  const stop = useAction((core, signal) => core.checks.cancel(undefined, { signal }));
  return (
    <>
      <Button onClick={() => void stop.run()} loading={stop.isBusy}>
        {t('action.stop')}
      </Button>
      <FailureNote text={failureText(stop.failure)} />
    </>
  );
};

const StartButtons = () => {
  const { t } = useTranslation('checks');
  const failureText = useFailureText();
  const hasMemory = useHasMemory();
  const start = useAction((core, signal, mode: CheckMode) => core.checks.start({ mode }, { signal }));
  return (
    <>
      <div className={classes.buttons}>
        <Menu width={340} position="bottom-end">
          <Menu.Target>
            <Button disabled={start.isBusy} rightSection={<Icon name="down" size={16} />}>
              {t('action.others')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((mode) => (
              <Menu.Item key={mode} disabled={mode !== 'full' && !hasMemory} onClick={() => void start.run(mode)}>
                {t(`action.${mode}`)}
                <small className={classes.takes}>
                  {mode !== 'full' && !hasMemory ? t('takes.noMemory') : t(`takes.${mode}`)}
                </small>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button variant="filled" onClick={() => void start.run('quick')} loading={start.isBusy}>
          {t('action.quick')}
        </Button>
      </div>
      <FailureNote text={failureText(start.failure)} />
    </>
  );
};

export const CheckControls = ({ isRunning }: { isRunning: boolean }) => (isRunning ? <StopButton /> : <StartButtons />);
