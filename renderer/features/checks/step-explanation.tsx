/** The chosen check in plain words: what it does, what came out, and what it does not prove. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { scalingEfficiency } from '../../../shared/domain/benchmark/scaling.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { outcomeOf, type StepOutcome } from './check-outcome.ts';
import { CoverageFindings } from './coverage-findings.tsx';
import { FigureFacts } from './figure-facts.tsx';
import { ReferenceNote } from './reference-note.tsx';
import { RunningLoad } from './running-load.tsx';
import classes from './step-explanation.module.css';

const tones: Record<StepOutcome, ChipTone> = {
  waiting: 'plain',
  running: 'accent',
  passed: 'ok',
  slow: 'warn',
  invalid: 'bad',
  failed: 'bad',
  unfinished: 'warn',
  not_offered: 'plain',
  cancelled: 'plain',
  unjudged: 'plain',
};

/** How the processor's threads work together; nothing unless one thread and all of them were measured. */
const Scaling = ({ steps }: { steps: readonly CheckStep[] }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const threads = useTopic('machine')?.cpu.threads ?? 1;
  const medianOf = (wanted: CheckStep['kind']): number | null =>
    steps.find(({ kind }) => kind === wanted)?.figure?.median ?? null;
  const single = medianOf('cpu_single');
  const all = medianOf('cpu_throughput');
  if (single === null || all === null || threads < 2) return null;
  return (
    <p className={classes.text}>
      {t('panel.scaling', {
        threads: formats.number(threads),
        share: formats.percent(scalingEfficiency(single, all, threads)),
      })}
    </p>
  );
};

interface StepExplanationProps {
  step: CheckStep;
  /** Of the whole run: some figures are explained by others. */
  steps: readonly CheckStep[];
}

export const StepExplanation = ({ step, steps }: StepExplanationProps) => {
  const { t } = useTranslation('checks');
  const outcome = outcomeOf(step);
  return (
    <Panel title={t(`kind.${step.kind}`)} aside={<Chip tone={tones[outcome]}>{t(`state.${outcome}`)}</Chip>}>
      {step.subject !== '' && (
        <p className={classes.subject}>
          <bdi>{step.subject}</bdi>
        </p>
      )}
      <p className={classes.text}>{t(`does.${step.kind}`)}</p>
      {outcome === 'not_offered' && (
        <p className={classes.text}>
          {step.kind === 'network_link' ? t('notOffered.network') : t(step.gpuId ? 'notOffered.gpu' : 'notOffered.pc')}
        </p>
      )}
      {step.coverage && <CoverageFindings coverage={step.coverage} passes={step.figure?.windows ?? null} />}
      {step.gaveWay > 0 && (
        <p className={classes.text}>
          {t(step.kind === 'vram_pattern' ? 'panel.gaveWayMemory' : 'panel.gaveWay', { count: step.gaveWay })}
        </p>
      )}
      <FigureFacts step={step} />
      <ReferenceNote step={step} />
      {step.kind === 'cpu_throughput' && <Scaling steps={steps} />}
      {step.state === 'running' && step.gpuId !== null && <RunningLoad gpuId={step.gpuId} />}
      <h3 className={classes.head}>{t('panel.notProven')}</h3>
      <p className={classes.text}>{t(`notProven.${step.kind}`)}</p>
    </Panel>
  );
};
