/** The foot of the sidebar: what this PC is doing, and the button that stops it. */
import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../shared/contract/app/status.ts';
import { useTopic } from '../client/store.ts';
import { Icon } from '../ui/icons/icon.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { markOf } from './activity.ts';
import { useFormats } from './formats.ts';
import { useNow } from './now.ts';
import { usePauseToggle } from './pause-toggle.ts';
import classes from './sidebar.module.css';
import { useWhyNot } from './why-not.ts';

const useDetail = ({ activity, since, problems, network }: Status): string => {
  const { t } = useTranslation(['common', 'problems']);
  const formats = useFormats();
  const now = useNow(10_000);
  const gravest = problems[0];
  if (activity === 'blocked' && gravest) return t(`problems:${gravest.problem.code}.short`);
  if (network && !network.isOnline) return t('foot.offline');
  if (network && (activity === 'ready' || activity === 'working'))
    return t('foot.hourEnds', { time: formats.exactClock(network.hourEndsAt) });
  return t('foot.since', { time: formats.moment(since, now) });
};

/** How far a check is that runs; null while none does. */
const useChecking = (): string | null => {
  const { t } = useTranslation('common');
  const { run } = useTopic('checks');
  if (run?.state !== 'running') return null;
  const done = run.steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  return t('foot.checked', { done, count: run.steps.length });
};

export const SidebarFoot = ({ isNarrow }: { isNarrow: boolean }) => {
  const { t } = useTranslation('common');
  const status = useTopic('status');
  const pause = usePauseToggle();
  const statusDetail = useDetail(status);
  const checking = useChecking();
  const detail = checking ?? statusDetail;
  // What is ready and will be paid nothing does not earn.
  const activity = useWhyNot() !== null && status.activity === 'ready' ? 'blocked' : status.activity;
  const state = checking === null ? t(`state.${activity}`) : t('foot.checking');
  const label = pause.step === null ? null : t(`control.${pause.step}`);
  return (
    <div className={classes.foot}>
      <div className={classes.pulse}>
        <Tooltip label={`${state}. ${detail}`} disabled={!isNarrow}>
          <span>
            <StateMark mark={checking === null ? markOf(activity) : 'running'} />
          </span>
        </Tooltip>
        <div className={classes.state}>
          <strong>{state}</strong>
          {detail}
        </div>
        {label !== null && (
          <Tooltip label={label} position={isNarrow ? 'right' : 'top'}>
            <button
              type="button"
              className={classes.toggle}
              aria-label={label}
              disabled={pause.isBusy}
              onClick={pause.toggle}
            >
              <Icon name={pause.step === 'pause' ? 'pause' : 'play'} size={16} />
            </button>
          </Tooltip>
        )}
      </div>
    </div>
  );
};
