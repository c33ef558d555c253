/** The plan for one problem, whole: what it is for, its commands, whose rights it needs, and the way back. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MendingPlan, ShownStep } from '../../../shared/contract/app/mending.ts';
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './mending-sheet.module.css';
import { SheetFoot } from './sheet-foot.tsx';
import { StepList } from './step-list.tsx';
import { typedSteps } from './typed-steps.ts';
import { usePlan } from './use-plan.ts';

type StepsPlan = Extract<MendingPlan, { kind: 'steps' }>;

/** What the way back runs, the last step first. */
const wayBack = (steps: readonly ShownStep[]): ShownStep[] =>
  steps
    .toReversed()
    .flatMap(({ undo, ...step }) => (undo === null ? [] : [{ ...step, text: undo, input: null, undo: null }]));

/** Of commands that somebody types, Perigee keeps no record: the way back is for typing too. */
const Facts = ({ plan }: { plan: StepsPlan }) => {
  const { t } = useTranslation('mending');
  const asked = plan.steps.filter(({ needsAdministrator }) => needsAdministrator).length;
  const back = wayBack(plan.steps);
  return (
    <dl className={classes.facts}>
      {plan.canRun && (
        <div className={classes.fact}>
          <dt>{t('sheet.rights')}</dt>
          <dd>{asked === 0 ? t('sheet.rightsNone') : t('sheet.rightsAsked', { count: asked })}</dd>
        </div>
      )}
      <div className={classes.fact}>
        <dt>{t('sheet.after')}</dt>
        <dd>{plan.afterwards === null ? t('sheet.afterLook') : t(`afterwards.${plan.afterwards}`)}</dd>
      </div>
      <div className={classes.fact}>
        <dt>{t('sheet.back')}</dt>
        <dd>
          {back.length === 0 ? t('sheet.backNone') : plan.canRun && t('sheet.backWhere')}
          {back.length > 0 && (
            <details className={classes.back}>
              <summary>{t('sheet.backShow')}</summary>
              <StepList steps={back} />
            </details>
          )}
        </dd>
      </div>
    </dl>
  );
};

const Steps = ({ plan }: { plan: StepsPlan }) => {
  const { t } = useTranslation('mending');
  return (
    <>
      <div className={classes.body}>
        <p>{t(`plan.${plan.name}`)}</p>
        <p>{plan.canRun ? t('sheet.exactly', { count: plan.steps.length }) : t('sheet.noAdministrator')}</p>
      </div>
      <StepList steps={plan.steps} />
      <div className={classes.tools}>
        <CopyButton label={t('sheet.copy')} text={typedSteps(plan.steps)} />
      </div>
      <Facts plan={plan} />
    </>
  );
};

interface PlanViewProps {
  code: ProblemCode;
  onStarted(runId: string): void;
  onClose(): void;
}

export const PlanView = ({ code, onStarted, onClose }: PlanViewProps) => {
  const { t } = useTranslation('mending');
  const [round, setRound] = useState(0);
  const known = usePlan(code, round);
  const { run, failure, isBusy } = useAction((core, signal, fingerprint: string) =>
    core.mending.start({ code, fingerprint }, { signal }),
  );
  const failureText = useFailureText()(failure);
  const plan = known.state === 'known' ? known.plan : null;
  const start = async (fingerprint: string): Promise<void> => {
    const started = await run(fingerprint);
    if (started) onStarted(started.runId);
    // What is true now is shown before anything is asked again.
    else setRound((last) => last + 1);
  };
  const agree =
    plan?.kind === 'steps' && plan.canRun
      ? { label: t('sheet.doIt'), isBusy, act: () => void start(plan.fingerprint) }
      : null;
  return (
    <>
      {known.state === 'asking' && (
        <div className={classes.body}>
          <p role="status">{t('sheet.reading')}</p>
        </div>
      )}
      {known.state === 'known' && plan === null && (
        <div className={classes.body}>
          <p>{t('sheet.none')}</p>
        </div>
      )}
      {plan?.kind === 'by_hand' && (
        <div className={classes.body}>
          <p>{t(`plan.${plan.name}`)}</p>
          <p>{t('sheet.byHand')}</p>
        </div>
      )}
      {plan?.kind === 'steps' && <Steps plan={plan} />}
      <SheetFoot agree={agree} failure={failureText} onClose={onClose} />
    </>
  );
};
