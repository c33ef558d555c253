/** The one button that a problem offers, if any. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { goTo } from '../../app/route.ts';
import { useAction } from '../../client/action.ts';
import { MendButton } from '../mending/mend-button.tsx';
import { usePlan } from '../mending/use-plan.ts';
import { stepFor } from './problem-steps.ts';

interface ProblemActionProps {
  code: ProblemCode;
  /** Large and filled at the head of a page. */
  isPrimary?: boolean;
}

export const ProblemAction = ({ code, isPrimary = false }: ProblemActionProps) => {
  const { t } = useTranslation(['home', 'common']);
  const look = useAction((core, signal) => core.machine.refresh(undefined, { signal }));
  const failure = useFailureText()(look.failure);
  const mending = usePlan(code);
  const step = stepFor(code);
  const style = isPrimary ? ({ variant: 'filled', size: 'lg' } as const) : ({ size: 'sm' } as const);
  if (mending.state === 'known' && mending.plan !== null) return <MendButton code={code} {...style} />;
  if (step === null) return null;
  if (step.kind === 'open') {
    return (
      <Button {...style} onClick={() => goTo(step.route)}>
        {t('problem.open', { page: t(`common:nav.${step.route}`) })}
      </Button>
    );
  }
  return (
    <>
      <Button {...style} loading={look.isBusy} onClick={() => void look.run()}>
        {t('problem.look')}
      </Button>
      {failure && <span role="alert">{failure}</span>}
    </>
  );
};
