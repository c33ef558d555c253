/** What Perigee saw, line by line, with the problem's code and a way to hand it on. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './evidence-panel.module.css';
import { detailsOf, type KnownProblem } from './problem-steps.ts';

export const EvidencePanel = ({ known }: { known: KnownProblem }) => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const { problem, since, evidence } = known;
  return (
    <Panel title={t('evidence.title')} aside={<bdi className={classes.code}>{problem.code}</bdi>}>
      {evidence.length === 0 ? (
        <p>{t('evidence.since', { time: formats.clock(since, true) })}</p>
      ) : (
        <ol className={classes.lines} dir="ltr">
          {evidence.map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <time dateTime={new Date(at).toISOString()}>{formats.clock(at, true)}</time> {text}
            </li>
          ))}
        </ol>
      )}
      <div className={classes.foot}>
        <p>{t('evidence.again')}</p>
        <CopyButton text={detailsOf(known)} />
      </div>
    </Panel>
  );
};
