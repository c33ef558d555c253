/** A mending as it runs: how far it is, what each command says, and what came of it. */
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MendingRun } from '../../../shared/contract/app/mending.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';
import { keyboardScrolls } from '../../ui/keyboard-scrolls.ts';
import sheet from '../../ui/sheet.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './mending-sheet.module.css';
import { markOfRun } from './run-mark.ts';

const useStateText = ({ state, isStopping, step, steps, outcome }: MendingRun): string => {
  const { t } = useTranslation('mending');
  if (outcome !== null) return t(`outcome.${outcome}`);
  if (state === 'looking') return t('run.looking');
  return isStopping ? t('run.stopping') : t('run.running', { step: Math.max(1, step), steps });
};

const RunLog = ({ lines }: { lines: MendingRun['lines'] }) => {
  const { t } = useTranslation('mending');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (lines.length > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines]);
  return (
    <div
      ref={box}
      className={classes.log}
      role="log"
      aria-live="off"
      aria-label={t('run.log')}
      dir="ltr"
      {...keyboardScrolls}
    >
      {lines.map(({ seq, kind, text }) => (
        <div key={seq} data-kind={kind}>
          {kind === 'command' ? `$ ${text}` : text}
        </div>
      ))}
    </div>
  );
};

export const RunView = ({ run, onClose }: { run: MendingRun; onClose(): void }) => {
  const { t } = useTranslation(['mending', 'common']);
  const stop = useAction((core, signal) => core.mending.stop(undefined, { signal }));
  const stopFailure = useFailureText()(stop.failure);
  const { failure, outcome, afterwards } = run;
  const isOver = run.state === 'ended';
  const canStop = run.state === 'running' && !run.isStopping && run.step < run.steps;
  return (
    <>
      <p className={classes.state} role="status">
        <StateMark mark={markOfRun(run)} size={18} />
        <span>{useStateText(run)}</span>
      </p>
      <div className={classes.body}>
        <p>{t(`plan.${run.name}`)}</p>
        {outcome === 'later' && afterwards && <p>{t(`afterwards.${afterwards}`)}</p>}
        {failure && (
          <p>{t(`failure.${failure.why}`, { command: failure.text, exitCode: String(failure.exitCode ?? '–') })}</p>
        )}
        {!isOver && <p>{t('run.goesOn')}</p>}
      </div>
      <RunLog lines={run.lines} />
      <div className={sheet.foot}>
        <p className={sheet.failure} role="alert">
          {stopFailure}
        </p>
        {canStop && (
          <Button size="lg" loading={stop.isBusy} onClick={() => void stop.run()}>
            {t('run.stop')}
          </Button>
        )}
        <Button size="lg" onClick={onClose} data-autofocus>
          {t('common:sheet.close')}
        </Button>
      </div>
    </>
  );
};
