/** What Perigee changed on this PC, the newest first, each with its way back. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DoneMending } from '../../../shared/contract/app/mending.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { Panel } from '../../ui/panel.tsx';
import { openMendingSheet } from '../mending/mending-sheet-store.ts';
import { SettingRow } from './setting-row.tsx';

export const ChangesPanel = () => {
  const { t } = useTranslation('mending');
  const formats = useFormats();
  const now = useNow();
  const { done, run } = useTopic('mending');
  const isBusy = run !== null && run.state !== 'ended';
  const whyNot = (index: number, { canUndo }: DoneMending): string | null => {
    if (index > 0) return t('changes.later');
    return canUndo ? null : t('changes.byHand');
  };
  return (
    <Panel title={t('changes.title')}>
      {done.length === 0 && <p>{t('changes.none')}</p>}
      {done.map((each, index) => (
        <SettingRow
          key={each.fingerprint}
          title={t(`plan.${each.name}`)}
          detail={
            <>
              <p>{formats.moment(each.at, now)}</p>
              {!each.isWhole && <p>{t('changes.interrupted')}</p>}
              <p>{whyNot(index, each)}</p>
            </>
          }
        >
          {each.canUndo && (
            <Button
              size="sm"
              disabled={isBusy}
              onClick={() => openMendingSheet({ kind: 'undo', fingerprint: each.fingerprint })}
            >
              {t('changes.takeBack')}
            </Button>
          )}
        </SettingRow>
      ))}
    </Panel>
  );
};
