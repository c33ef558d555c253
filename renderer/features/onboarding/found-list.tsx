/** What was found, each with its figure and a mark that says whether it is fine. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import { shortNameOf } from '../devices/gpu-view.ts';
import { diskMark, driversOf, isRealGpu, virtualizationMark } from './found.ts';
import classes from './found-list.module.css';

const Found = ({ icon, name, mark, children }: { icon: IconName; name: string; mark: Mark; children: ReactNode }) => {
  const { t } = useTranslation('onboarding');
  const label = t(`found.mark.${mark === 'passed' || mark === 'waiting' || mark === 'off' ? mark : 'look'}`);
  return (
    <li className={classes.found}>
      <Icon name={icon} size={16} />
      <span>{name}</span>
      <span className={classes.figure}>{children}</span>
      <StateMark mark={mark} label={label} />
    </li>
  );
};

export const FoundList = ({ machine }: { machine: Inventory }) => {
  const { t } = useTranslation(['onboarding', 'common', 'problems']);
  const formats = useFormats();
  const { gpus, memory, disk, cpu, engine } = machine;
  const unknown = t('common:notKnown');
  const drivers = driversOf(machine);
  const hasRealGpu = gpus.some((gpu) => gpu.kind !== 'software');
  return (
    <ul className={classes.list}>
      {gpus.map((gpu) => (
        <Found
          key={gpu.id}
          icon="gpu"
          name={gpu.kind === 'software' ? t('found.software') : (shortNameOf(gpu) ?? t('found.gpu'))}
          mark={gpu.kind === 'software' ? 'off' : isRealGpu(gpu) ? 'passed' : 'needs-you'}
        >
          {gpu.kind === 'software'
            ? t('found.localnetOnly')
            : gpu.vramBytes.value === null
              ? unknown
              : formats.bytes(gpu.vramBytes.value)}
        </Found>
      ))}
      {gpus.length === 0 && (
        <Found icon="gpu" name={t('found.gpu')} mark="off">
          {t('found.none')}
        </Found>
      )}
      <Found icon="chip" name={t('found.processor')} mark="passed">
        {t('found.threads', { count: cpu.threads })}
      </Found>
      <Found icon="memory" name={t('found.memory')} mark="passed">
        {formats.bytes(memory.totalBytes)}
      </Found>
      <Found icon="disk" name={t('found.disk')} mark={diskMark(disk.freeBytes)}>
        {disk.freeBytes === null ? unknown : formats.bytes(disk.freeBytes)}
      </Found>
      <Found
        icon="chip"
        name={t('found.virtualization')}
        mark={virtualizationMark(cpu.virtualization, engine.version !== null)}
      >
        {cpu.virtualization === null ? unknown : t(cpu.virtualization ? 'found.on' : 'found.off')}
      </Found>
      {hasRealGpu && (
        <Found icon="wrench" name={t('found.driver')} mark={drivers.length > 0 ? 'passed' : 'waiting'}>
          {drivers.length > 0 ? formats.list(drivers) : unknown}
        </Found>
      )}
      <Found icon="box" name={t('found.engine')} mark={engine.problem ? 'needs-you' : 'passed'}>
        {engine.problem
          ? t(`problems:${engine.problem.code}.short`)
          : engine.version === null
            ? unknown
            : formats.verbatim(engine.version)}
      </Found>
    </ul>
  );
};
