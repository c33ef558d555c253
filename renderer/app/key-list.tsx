/** The list of keys that `?` opens. */
import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './key-list.module.css';
import { pageKeys } from './keys.ts';

interface KeyListProps {
  isOpen: boolean;
  areOn: boolean;
  onClose(): void;
}

export const KeyList = ({ isOpen, areOn, onClose }: KeyListProps) => {
  const { t } = useTranslation('common');
  const others = [
    ['p', t('keys.pause')],
    ['/', t('keys.search')],
    ['?', t('keys.list')],
    ['Esc', t('keys.close')],
  ] as const;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('sheet.close') }}
    >
      {!areOn && <p>{t('keys.off')}</p>}
      <dl className={classes.keys}>
        {Object.entries(pageKeys).map(([key, route]) => (
          <Fragment key={key}>
            <dt>
              <Kbd>g</Kbd> {t('keys.then')} <Kbd>{key}</Kbd>
            </dt>
            <dd>{t('keys.go', { page: t(`nav.${route}`) })}</dd>
          </Fragment>
        ))}
        {others.map(([key, meaning]) => (
          <Fragment key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{meaning}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
};
