/** What was taken from the stake, and until when each loss may be appealed. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { evidenceHref } from '../../app/route.ts';
import { Chip } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import table from '../../ui/table.module.css';
import classes from './slash-panel.module.css';

export const SlashPanel = ({ slashes, now }: { slashes: StakeState['slashes']; now: number }) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  return (
    <Panel title={t('slashes.title')}>
      <table className={table.table}>
        <caption>{t('slashes.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('slashes.what')}</th>
            <th scope="col">{t('slashes.state')}</th>
            <th scope="col" className={table.end}>
              {t('slashes.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {slashes.map((slash) => (
            <tr key={slash.id}>
              <th scope="row">
                <Anchor href={evidenceHref(slash.id)}>{t(`offence.${slash.offence}`)}</Anchor>
                <span className={classes.when}>{formats.moment(slash.at, now)}</span>
              </th>
              <td>
                {slash.state === 'escrow' ? (
                  <>
                    <Chip tone="warn">{t('slashes.escrow')}</Chip>
                    <span className={classes.when}>
                      {t('slashes.appeal', { when: formats.moment(slash.appealUntil, now) })}
                    </span>
                  </>
                ) : (
                  <Chip tone={slash.state === 'returned' ? 'ok' : 'plain'}>{t(`slashes.${slash.state}`)}</Chip>
                )}
              </td>
              <td className={`${table.end} ${classes.amount}`} data-is-back={slash.state === 'returned' || undefined}>
                {formats.loss(slash.amount)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
};
