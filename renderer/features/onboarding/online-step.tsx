/** Step three: go online with what there is, or look around first. Nobody is held here. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import classes from './onboarding.module.css';

export const OnlineStep = ({ isChecked }: { isChecked: boolean }) => {
  const { t } = useTranslation('onboarding');
  const { network } = useTopic('status');
  const failureText = useFailureText();
  const goOnline = useAction(async (core, signal) => {
    await core.control.start(undefined, { signal });
    return core.settings.update({ isOnboarded: true }, { signal });
  });
  const lookAround = useAction((core, signal) => core.settings.update({ isOnboarded: true }, { signal }));
  return (
    <>
      <p className={classes.text}>
        {network && !network.isPlay ? t('online.real', { network: network.name }) : t('online.play')}
      </p>
      <div className={classes.buttons}>
        <Button
          variant={isChecked ? 'filled' : 'default'}
          disabled={!isChecked}
          onClick={() => void goOnline.run()}
          loading={goOnline.isBusy}
        >
          {network && !network.isPlay ? t('online.go') : t('online.goPlay')}
        </Button>
        <Button
          variant="subtle"
          onClick={() => void lookAround.run()}
          loading={lookAround.isBusy}
          rightSection={<Icon name="forward" size={14} isDirectional />}
        >
          {t('online.later')}
        </Button>
        <FailureNote text={failureText(goOnline.failure ?? lookAround.failure)} />
      </div>
    </>
  );
};
