/** A hash or a key: its beginning, always left to right, and a button that copies all of it. */
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../../ui/copy-button.tsx';
import classes from './releases.module.css';

const shownSigns = 10;

export const Hash = ({ text }: { text: string }) => {
  const { t } = useTranslation('releases');
  return (
    <span className={classes.hash}>
      <bdi dir="ltr" title={text}>
        {text.slice(0, shownSigns)}…
      </bdi>
      <CopyButton text={text} label={t('copy')} />
    </span>
  );
};
