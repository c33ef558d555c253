/** Goes through a long list page by page: back to the newest, on to the older. Nothing where all of it is shown. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './community.module.css';

interface PageButtonsProps<Place> {
  /** null: the newest are shown. */
  onNewest: (() => void) | null;
  /** Where the next page begins; null: there is none. */
  older: Place | null;
  onOlder(place: Place): void;
}

export const PageButtons = <Place,>({ onNewest, older, onOlder }: PageButtonsProps<Place>) => {
  const { t } = useTranslation('community');
  if (onNewest === null && older === null) return null;
  return (
    <div className={classes.send}>
      {onNewest !== null && (
        <Button size="sm" onClick={onNewest}>
          {t('page.newest')}
        </Button>
      )}
      {older !== null && (
        <Button size="sm" onClick={() => onOlder(older)}>
          {t('page.older')}
        </Button>
      )}
    </div>
  );
};
