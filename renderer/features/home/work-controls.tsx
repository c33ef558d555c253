/** Start, Pause, Resume and Finish, with what pausing now would cost. */
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { useFormats } from '../../app/formats.ts';
import { usePauseToggle } from '../../app/pause-toggle.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import { pauseSafetyOf } from './home-view.ts';
import { PauseCostButton } from './pause-cost.tsx';
import classes from './work-controls.module.css';

const usePauseCost = (): string | null => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const status = useTopic('status');
  const safety = pauseSafetyOf(status);
  if (safety === null) return null;
  if (safety.kind !== 'from') return t(`pause.${safety.kind}`);
  return t('pause.from', { time: formats.exactClock(safety.at) });
};

export const WorkControls = () => {
  const { t } = useTranslation('common');
  const { activity } = useTopic('status');
  const pause = usePauseToggle();
  const finish = useAction((core, signal) => core.control.finish(undefined, { signal }));
  const failureText = useFailureText();
  const cost = usePauseCost();
  if (pause.step === null) return null;
  const failure = failureText(pause.failure ?? finish.failure);
  const isPause = pause.step === 'pause';
  return (
    <>
      <div className={classes.split}>
        <Button
          variant={isPause ? 'default' : 'filled'}
          loading={pause.isBusy || finish.isBusy}
          leftSection={<Icon name={isPause ? 'pause' : 'play'} size={16} />}
          onClick={pause.toggle}
        >
          {t(`control.${pause.step}`)}
        </Button>
        {activity === 'working' && (
          <Menu>
            <Menu.Target>
              <Button aria-label={t('control.more')} className={classes.more ?? ''}>
                <Icon name="down" size={16} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void finish.run()}>{t('control.finish')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {failure === null ? cost && <span>{cost}</span> : <span role="alert">{failure}</span>}
      {isPause && <PauseCostButton />}
    </>
  );
};
