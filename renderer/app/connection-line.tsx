/** Says since when the core has not answered. The page beneath keeps what it had. */
import { useTranslation } from 'react-i18next';
import { useConnection } from '../client/store.ts';
import { StateMark } from '../ui/state-mark.tsx';
import classes from './connection-line.module.css';
import { useFormats } from './formats.ts';

export const ConnectionLine = () => {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const connection = useConnection();
  return (
    <div role="status">
      {connection.kind === 'lost' && (
        <p className={classes.line}>
          <StateMark mark="waiting" />
          {t('connection.lost', { time: formats.clock(connection.since) })}
        </p>
      )}
    </div>
  );
};
