/** What can a renter touch? Two columns, both read back from the container itself. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job, Reach } from '../../../shared/contract/app/worker.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './job-reach.module.css';
import { useReach } from './reach-reading.ts';
import { type Reached, reachedBy, unreachedBy } from './renter-reach.ts';
import { shortDigest } from './shown-job.ts';

/** Paths and names of the engine stay as they are, whichever way the sentence runs. */
const isolated = (text: string): string => `\u2068${text}\u2069`;

const useReachedText = (): ((reached: Reached) => string) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const gpus = useTopic('machine')?.gpus ?? [];
  const gpuName = (id: string): string => gpus.find((gpu) => gpu.id === id || gpu.uuid.value === id)?.name.value ?? id;
  return (reached) => {
    switch (reached.kind) {
      case 'gpus':
        return t('reach.reached.gpus', { names: formats.list(reached.names.map(gpuName)) });
      case 'limits':
        return t('reach.reached.limits', {
          threads: formats.number(reached.cpuThreads, 1),
          count: reached.cpuThreads,
          memory: formats.bytes(reached.memoryBytes),
        });
      case 'unlimited':
        return t('reach.reached.unlimited');
      case 'scratch':
        return reached.sizeBytes === null
          ? t('reach.reached.scratch')
          : t('reach.reached.scratchSized', { size: formats.bytes(reached.sizeBytes) });
      case 'memory_folder':
        return reached.sizeBytes === null
          ? t('reach.reached.memory_folder', { path: isolated(reached.path) })
          : t('reach.reached.memory_folderSized', {
              path: isolated(reached.path),
              size: formats.bytes(reached.sizeBytes),
            });
      case 'host_folder':
        return t('reach.reached.host_folder', { path: isolated(reached.path) });
      case 'other_mount':
        return t('reach.reached.other_mount', { path: isolated(reached.path), mount: isolated(reached.mount) });
      case 'network':
        return t('reach.reached.network', { name: isolated(reached.name) });
      case 'host':
        return t('reach.reached.host', { host: isolated(reached.path) });
      case 'capabilities':
        return t('reach.reached.capabilities', { names: formats.list(reached.names) });
      case 'root_filesystem':
        return t('reach.reached.root_filesystem');
    }
  };
};

const Known = ({ reach }: { reach: Reach }) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const reachedText = useReachedText();
  const rights = ((): string => {
    if (reach.capabilities.length > 0) return formats.list(reach.capabilities);
    return reach.isRootReadOnly ? t('reach.rightsNone') : t('reach.rightsNoneWritable');
  })();
  return (
    <>
      <div className={classes.columns}>
        <div>
          <h3>
            <Icon name="allowed" size={16} />
            {t('reach.only')}
          </h3>
          <ul>
            {reachedBy(reach).map((reached) => (
              <li key={`${reached.kind} ${'path' in reached ? reached.path : ''}`}>{reachedText(reached)}</li>
            ))}
          </ul>
        </div>
        <div>
          <h3>
            <Icon name="denied" size={16} />
            {t('reach.never')}
          </h3>
          <ul>
            {unreachedBy(reach).map((thing) => (
              <li key={thing}>{t(`reach.unreached.${thing}`)}</li>
            ))}
          </ul>
        </div>
      </div>
      <dl className={classes.facts}>
        <div className={classes.fact}>
          <dt>{t('reach.image')}</dt>
          <dd>
            <bdi className={classes.code} title={reach.imageDigest}>
              {shortDigest(reach.imageDigest)}
            </bdi>
          </dd>
        </div>
        <div className={classes.fact}>
          <dt>{t('reach.user')}</dt>
          <dd>
            <bdi className={classes.code}>{reach.user}</bdi>
          </dd>
        </div>
        <div className={classes.fact}>
          <dt>{t('reach.rights')}</dt>
          <dd>{rights}</dd>
        </div>
      </dl>
      <p className={classes.note}>{t('reach.readBack')}</p>
    </>
  );
};

const waitingKeys = { not_yet: 'notYet', waiting: 'waiting', gone: 'gone', failed: 'failed' } as const;

export const JobReach = ({ job }: { job: Job }) => {
  const { t } = useTranslation('worker');
  const { reading, askAgain } = useReach(job);
  return (
    <Panel title={t('reach.title')}>
      {reading.kind === 'known' ? (
        <Known reach={reading.reach} />
      ) : (
        <>
          <p className={classes.waiting}>{t(`reach.${waitingKeys[reading.kind]}`)}</p>
          {reading.kind === 'failed' && (
            <Button size="sm" onClick={askAgain}>
              {t('reach.again')}
            </Button>
          )}
        </>
      )}
    </Panel>
  );
};
