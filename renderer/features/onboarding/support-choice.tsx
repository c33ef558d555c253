/** The other way in: coins behind others' devices, and nothing of this PC. It asks for no check and no engine. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { goTo } from '../../app/route.ts';
import { useAction } from '../../client/action.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Icon } from '../../ui/icons/icon.tsx';
import classes from './onboarding.module.css';

/** Localnet is made on its first use, which takes a slow PC a while. */
const beginTimeoutMs = 120_000;

export const SupportChoice = () => {
  const { t } = useTranslation('onboarding');
  const failureText = useFailureText();
  const begin = useAction((core, signal) => core.supports.begin(undefined, { signal }), beginTimeoutMs);
  const choose = async (): Promise<void> => {
    if ((await begin.run()) !== null) goTo('stake');
  };
  return (
    <div className={classes.other}>
      <Button
        variant="subtle"
        loading={begin.isBusy}
        onClick={() => void choose()}
        rightSection={<Icon name="forward" size={14} isDirectional />}
      >
        {t('support.choose')}
      </Button>
      <p className={classes.otherNote}>{t('support.note')}</p>
      <FailureNote text={failureText(begin.failure)} />
    </div>
  );
};
