/** The limits that this job got from the owner's settings, and how much of each is in use now. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { useFormats } from '../../app/formats.ts';
import { hrefOf } from '../../app/route.ts';
import { Meter } from '../../ui/meter.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './job-limits.module.css';

export const JobLimits = ({ job }: { job: Job }) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const { limits, usage } = job;
  const threads = { limit: formats.number(limits.cpuThreads, 1), count: limits.cpuThreads };
  const memory = { limit: formats.bytes(limits.memoryBytes) };
  const networkText = (usedBytes: number | null): string => {
    if (usedBytes === null) return t('limits.noNetwork');
    const used = formats.bytes(usedBytes);
    return limits.networkBytes === 0
      ? used
      : t('limits.memoryUsed', { used, limit: formats.bytes(limits.networkBytes) });
  };
  const rows = [
    {
      key: 'processor',
      label: t('limits.processor'),
      text: usage
        ? t('limits.threadsUsed', { ...threads, used: formats.number(usage.cpuThreads, 1) })
        : t('limits.threadsOnly', threads),
      ratio: usage && usage.cpuThreads / limits.cpuThreads,
    },
    {
      key: 'memory',
      label: t('limits.memory'),
      text: usage
        ? t('limits.memoryUsed', { ...memory, used: formats.bytes(usage.memoryBytes) })
        : t('limits.memoryOnly', memory),
      ratio: usage && usage.memoryBytes / limits.memoryBytes,
    },
    {
      key: 'scratch',
      label: t('limits.scratch'),
      text:
        limits.scratchBytes === 0
          ? t('limits.noScratch')
          : t('limits.memoryOnly', { limit: formats.bytes(limits.scratchBytes) }),
      ratio: null,
    },
    {
      key: 'processes',
      label: t('limits.processes'),
      text:
        usage?.processes == null
          ? t('limits.processesOnly', { limit: formats.number(limits.pids) })
          : t('limits.memoryUsed', { used: formats.number(usage.processes), limit: formats.number(limits.pids) }),
      ratio: usage?.processes == null ? null : usage.processes / limits.pids,
    },
    ...(usage === null
      ? []
      : [
          {
            key: 'disk',
            label: t('limits.disk'),
            text: usage.diskBytes === null ? t('limits.notCounted') : formats.bytes(usage.diskBytes),
            ratio: null,
          },
          {
            key: 'network',
            label: t('limits.network'),
            text: networkText(usage.networkBytes),
            ratio:
              usage.networkBytes !== null && limits.networkBytes > 0 ? usage.networkBytes / limits.networkBytes : null,
          },
        ]),
  ];
  return (
    <Panel title={t('limits.title')} aside={<Anchor href={hrefOf('settings')}>{t('limits.change')}</Anchor>}>
      <ul className={classes.limits}>
        {rows.map(({ key, label, text, ratio }) => (
          <li key={key}>
            <span>{label}</span>
            <span className={classes.figure}>{text}</span>
            {ratio !== null && <Meter label={label} text={text} ratio={ratio} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
};
