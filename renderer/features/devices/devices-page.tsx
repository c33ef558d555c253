/** Devices: are my GPUs well? Each with an hour of its own readings, its headroom, and where each fact comes from. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { FixBanner } from '../../ui/fix-banner.tsx';
import { LoadingBlocks } from '../../ui/loading-blocks.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { detailsOf } from '../home/problem-steps.ts';
import { CpuPanel } from './cpu-panel.tsx';
import classes from './devices-page.module.css';
import { GpuPanel } from './gpu-panel.tsx';
import { heatVerdictOf, shortNameOf } from './gpu-view.ts';
import { RestStrip } from './rest-strip.tsx';

const useSentence = (machine: Inventory): string => {
  const { t } = useTranslation('devices');
  const readings = useTopic('readings');
  const { temperatureLimitCelsius } = useTopic('settings');
  const verdict = heatVerdictOf(machine.gpus, (id) => readings.gpus[id]?.now ?? null, temperatureLimitCelsius);
  if ('gpu' in verdict) return t(`sentence.${verdict.key}`, { name: shortNameOf(verdict.gpu) ?? t('unnamed') });
  return t(`sentence.${verdict.key}`, { count: verdict.count });
};

const Devices = ({ machine }: { machine: Inventory }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const now = useNow(5_000);
  const problemText = useProblemText();
  const failureText = useFailureText();
  const { device } = useTopic('status');
  const look = useAction((core, signal) => core.machine.refresh(undefined, { signal }));
  return (
    <>
      <StateSentence
        sentence={useSentence(machine)}
        proof={machine.gpus.some(({ kind }) => kind !== 'software') ? t('proof') : t('proofNoGpu')}
        controls={
          <>
            <Button onClick={() => void look.run()} loading={look.isBusy}>
              {t('look')}
            </Button>
            <span>{t('readAt', { ago: formats.ago(machine.readAt, now) })}</span>
            <FailureNote text={failureText(look.failure)} />
          </>
        }
      />
      <div className={classes.rows}>
        {machine.problems.map((problem) => (
          <FixBanner
            key={problem.code + JSON.stringify(problem.data)}
            sentence={problemText.title(problem)}
            code={problem.code}
            details={detailsOf({ problem, since: machine.readAt, evidence: [] })}
          >
            {problemText.fix(problem)}
          </FixBanner>
        ))}
        {machine.gpus.map((gpu) => (
          <GpuPanel key={gpu.id} gpu={gpu} />
        ))}
        {(device?.kind === 'cpu' || machine.gpus.length === 0) && <CpuPanel machine={machine} />}
        <RestStrip machine={machine} />
        {machine.displays.length > 0 && (
          <p className={classes.displays}>
            {t('rest.displays', { names: formats.list(machine.displays.map(({ name }) => formats.verbatim(name))) })}
          </p>
        )}
      </div>
    </>
  );
};

export const DevicesPage = () => {
  const { t } = useTranslation('devices');
  const machine = useTopic('machine');
  return machine === null ? <LoadingBlocks waitsFor={t('loading')} /> : <Devices machine={machine} />;
};
