/** Cause by cause what could be lost now, worst first, every loss rounded up. */
import { useTranslation } from 'react-i18next';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { useFormats } from '../../app/formats.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import table from '../../ui/table.module.css';
import { severityOf, worstFirst } from './possible-losses.ts';
import classes from './risk-panel.module.css';

export const RiskPanel = ({ stake }: { stake: StakeState }) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  const risks = worstFirst(stake.risks);
  return (
    <Panel title={t('risks.title')} aside={t('risks.note')}>
      {risks.length === 0 ? (
        <EmptyState sentence={stake.staked === 0n ? t('risks.empty') : t('risks.unknown')} />
      ) : (
        <>
          <table className={`${table.table} ${classes.risks}`}>
            <caption>{t('risks.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('risks.what')}</th>
                <th scope="col" className={table.end}>
                  {t('risks.share')}
                </th>
                <th scope="col" className={`${table.end} ${classes.lossHead}`}>
                  {t('risks.loss')}
                </th>
              </tr>
            </thead>
            <tbody>
              {risks.map((risk) => (
                <tr key={risk.offence}>
                  <th scope="row">{t(`offence.${risk.offence}`)}</th>
                  <td className={`${table.end} ${classes.share}`}>{formats.percent(risk.bps / 10_000, 1)}</td>
                  <td className={classes.loss}>
                    <span data-severity={severityOf(risk)}>
                      {risk.loss === 0n ? t('risks.none') : formats.loss(risk.loss)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={classes.note}>{t('risks.appeal')}</p>
        </>
      )}
    </Panel>
  );
};
