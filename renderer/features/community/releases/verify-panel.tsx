/** Has the core work an hour out again, and says check by check what holds and which row does not. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerifiedHour } from '../../../../shared/contract/app/releases.ts';
import { useFormats } from '../../../app/formats.ts';
import { useAction } from '../../../client/action.ts';
import { FailureNote } from '../../../ui/failure-note.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { type Mark, StateMark } from '../../../ui/state-mark.tsx';
import community from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { useFaultText } from './fault-text.ts';
import classes from './releases.module.css';

/** A large hour is a hundred thousand rows, fetched by the thousand. */
const verifyTimeoutMs = 600_000;

const marks = { holds: 'passed', broken: 'lost', unknown: 'waiting' } as const satisfies Record<string, Mark>;

const Verdict = ({ verified }: { verified: VerifiedHour }) => {
  const { t } = useTranslation('releases');
  const formats = useFormats();
  const faultText = useFaultText();
  const results = verified.checks.map(({ result }) => result);
  const sentence = ((): string => {
    if (results.includes('broken')) return t('verify.broken');
    if (results.includes('unknown')) return t('verify.unknown');
    return t('verify.holds', { rows: formats.number(verified.rows) });
  })();
  return (
    <>
      <p className={classes.verdict}>{sentence}</p>
      <ul className={classes.checks}>
        {verified.checks.map(({ check, result }) => (
          <li key={check}>
            <StateMark mark={marks[result]} size={16} />
            <span>{t(`check.${check}.${result}`)}</span>
          </li>
        ))}
      </ul>
      {verified.faults.length > 0 && (
        <>
          <h3>{t('verify.faults')}</h3>
          <ul className={community.list}>
            {verified.faults.map((fault) => {
              const { place, what } = faultText(fault);
              return (
                <li key={`${place} ${what}`}>
                  <strong>{place}</strong>
                  <p>{what}</p>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {verified.leftOut > 0 && (
        <p className={community.meta}>{t('verify.leftOut', { left: formats.number(verified.leftOut) })}</p>
      )}
    </>
  );
};

export const VerifyPanel = ({ blockId }: { blockId: string }) => {
  const { t } = useTranslation('releases');
  const failureText = useCommunityFailure();
  const [verified, setVerified] = useState<VerifiedHour | null>(null);
  const verify = useAction((core, signal) => core.releases.verify({ blockId }, { signal }), verifyTimeoutMs);
  const start = async (): Promise<void> => {
    setVerified(await verify.run());
  };
  return (
    <Panel title={t('verify.title')}>
      <div className={community.read}>
        <p className={community.meta}>{t('verify.what')}</p>
        <div className={community.send}>
          <Button variant="filled" loading={verify.isBusy} onClick={() => void start()}>
            {t(verified === null ? 'verify.start' : 'verify.again')}
          </Button>
        </div>
        <FailureNote text={failureText(verify.failure)} />
        <div role="status" className={community.read}>
          {verified !== null && <Verdict verified={verified} />}
        </div>
      </div>
    </Panel>
  );
};
