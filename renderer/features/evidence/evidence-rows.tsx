/** Every piece of evidence as the network keeps it: what it is, its text to the letter, and the hash of that text. */
import { useTranslation } from 'react-i18next';
import type { SlashCase } from '../../../shared/contract/app/evidence.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './evidence-rows.module.css';

export const EvidenceRows = ({ evidence }: { evidence: SlashCase['evidence'] }) => {
  const { t } = useTranslation('evidence');
  return (
    <Panel title={t('rows.title')}>
      {evidence.length === 0 ? (
        <EmptyState sentence={t('rows.empty')} />
      ) : (
        <>
          <p className={classes.note}>{t('rows.note')}</p>
          <ul className={classes.rows}>
            {evidence.map(({ kind, body, sha256 }) => (
              <li key={sha256}>
                <details>
                  <summary>{t(`kind.${kind}`)}</summary>
                  <pre dir="ltr" lang="en">
                    {body}
                  </pre>
                  <p className={classes.hash}>
                    {t('rows.hash')} <bdi dir="ltr">{sha256}</bdi>
                  </p>
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
};
