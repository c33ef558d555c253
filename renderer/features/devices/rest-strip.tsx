/** The rest of the PC: processor, memory, disk and Docker, and what a job may take of each. */
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { useTopic } from '../../client/store.ts';
import { Icon, type IconName } from '../../ui/icons/icon.tsx';
import { Stat, StatStrip } from '../../ui/stat-strip.tsx';
import { jobLimitsOf } from '../settings/job-limits.ts';

const Label = ({ icon, children }: { icon: IconName; children: string }) => (
  <>
    <Icon name={icon} size={16} />
    {children}
  </>
);

export const RestStrip = ({ machine }: { machine: Inventory }) => {
  const { t } = useTranslation(['devices', 'common']);
  const formats = useFormats();
  const { title } = useProblemText();
  const settings = useTopic('settings');
  const { cpu, memory, disk, engine } = machine;
  const limits = jobLimitsOf(settings, machine);
  const unknown = t('common:notKnown');
  return (
    <StatStrip label={t('rest.title')} isQuiet>
      <Stat
        label={<Label icon="chip">{t('rest.processor')}</Label>}
        value={cpu.name ?? unknown}
        note={t('rest.jobThreads', {
          threads: formats.number(limits.cpuThreads, 1),
          total: formats.number(cpu.threads),
        })}
      />
      <Stat
        label={<Label icon="memory">{t('rest.memory')}</Label>}
        value={t('rest.freeOf', { free: formats.bytes(memory.freeBytes), total: formats.bytes(memory.totalBytes) })}
        note={t('rest.jobMemory', { memory: formats.bytes(limits.memoryBytes) })}
      />
      <Stat
        label={<Label icon="disk">{t('rest.disk')}</Label>}
        value={disk.freeBytes === null ? unknown : t('rest.free', { free: formats.bytes(disk.freeBytes) })}
        note={disk.totalBytes === null ? null : t('rest.ofDisk', { total: formats.bytes(disk.totalBytes) })}
      />
      <Stat
        label={<Label icon="box">{t('rest.engine')}</Label>}
        value={engine.version === null ? t('rest.engineNone') : formats.verbatim(engine.version)}
        note={engine.problem ? title(engine.problem) : t('rest.engineOthers')}
      />
    </StatStrip>
  );
};
