/** The first run: what this PC has, a check, and the way online. Nothing is asked for before it is needed. */
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { useTopic } from '../../client/store.ts';
import { BrandMark } from '../../ui/icons/brand-mark.tsx';
import { LoadingBlocks } from '../../ui/loading-blocks.tsx';
import { AskPanel } from './ask-panel.tsx';
import { CheckStep } from './check-step.tsx';
import { verdictOf } from './found.ts';
import { FoundList } from './found-list.tsx';
import { LanguageMenu } from './language-menu.tsx';
import classes from './onboarding.module.css';
import { OnlineStep } from './online-step.tsx';
import { Step } from './step.tsx';
import { SupportChoice } from './support-choice.tsx';

const FirstLook = ({ machine }: { machine: Inventory }) => {
  const { t } = useTranslation('onboarding');
  const { run } = useTopic('checks');
  const verdict = verdictOf(machine);
  const isChecked = run !== null && run.state !== 'running';
  return (
    <>
      <h1>{verdict.key === 'gpu' ? t('verdict.gpu', { count: verdict.count }) : t('verdict.processor')}</h1>
      <p className={classes.sub}>{t('readOnly')}</p>
      <ol className={classes.steps}>
        <Step number={1} state="done" title={t('found.title')}>
          <FoundList machine={machine} />
        </Step>
        <Step number={2} state={isChecked ? 'done' : 'now'} title={t('check.title')}>
          <CheckStep run={run} />
        </Step>
        <Step number={3} state={isChecked ? 'now' : 'later'} title={t('online.title')}>
          <OnlineStep isChecked={isChecked} />
        </Step>
      </ol>
    </>
  );
};

export const OnboardingPage = () => {
  const { t } = useTranslation(['onboarding', 'common']);
  const machine = useTopic('machine');
  return (
    <div className={classes.ground}>
      <div className={classes.sheet}>
        <main className={classes.main}>
          <div className={classes.head}>
            <BrandMark />
            <span>{t('common:app')}</span>
            <LanguageMenu />
          </div>
          {machine === null ? (
            <LoadingBlocks waitsFor={t('looking')} blocks={[32, 160, 90]} />
          ) : (
            <FirstLook machine={machine} />
          )}
          <SupportChoice />
        </main>
        <AskPanel />
      </div>
    </div>
  );
};
