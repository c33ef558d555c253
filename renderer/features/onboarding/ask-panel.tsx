/** Beside the steps: what taking part brings and asks. It shows no figure that nobody measured. */
import { useTranslation } from 'react-i18next';
import { useTopic } from '../../client/store.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import classes from './ask-panel.module.css';

const gates = ['verified_hours', 'uptime'] as const;

export const AskPanel = () => {
  const { t } = useTranslation('onboarding');
  const { network } = useTopic('status');
  const isPlay = network?.isPlay ?? true;
  const dropped = gates.filter((gate) => network?.droppedGates.includes(gate));
  const rows = ['first', 'power', 'fans', 'private'] as const;
  return (
    <aside className={classes.ask} aria-label={t('ask.title')}>
      <h2>{t('ask.wouldEarn')}</h2>
      <p className={classes.lead}>{isPlay ? t('ask.play') : t('ask.real')}</p>
      <dl>
        {rows.map((row) => (
          <div key={row} className={classes.row}>
            <dt>{t(`ask.${row}`)}</dt>
            <dd>{t(`ask.${row}Why`)}</dd>
          </div>
        ))}
        {dropped.length > 0 && (
          <div className={classes.row}>
            <dt>{t('ask.gates')}</dt>
            <dd>
              <ul>
                {dropped.map((gate) => (
                  <li key={gate}>{t(`gate.${gate}`)}</li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      <section className={classes.box}>
        <h2>
          <Icon name="lock" size={16} />
          {t('ask.title')}
        </h2>
        <p>{isPlay ? t('ask.stakePlay') : t('ask.stakeReal')}</p>
        <p>{isPlay ? t('ask.worstPlay') : t('ask.worstReal')}</p>
      </section>
    </aside>
  );
};
