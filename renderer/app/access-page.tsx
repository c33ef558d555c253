/** Shown when the core does not know this tab: how to open the app again. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/copy-button.tsx';
import { BrandMark } from '../ui/icons/brand-mark.tsx';
import { StateSentence } from '../ui/state-sentence.tsx';
import classes from './access-page.module.css';

const Command = ({ label, command }: { label: string; command: string }) => {
  const { t } = useTranslation('common');
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <bdi>
          <code dir="ltr">{command}</code>
        </bdi>
        <CopyButton text={command} label={t('copy.command')} />
      </dd>
    </>
  );
};

export const AccessPage = () => {
  const { t } = useTranslation('common');
  useEffect(() => {
    document.title = t('pageTitle', { page: t('access.title') });
  }, [t]);
  return (
    <main className={classes.page}>
      <BrandMark />
      <StateSentence mark="needs-you" sentence={t('access.sentence')} proof={t('access.why')} />
      <p>{t('access.how')}</p>
      <dl className={classes.commands}>
        <Command label={t('access.fromSource')} command="npm start" />
        <Command label={t('access.installed')} command="perigee up" />
      </dl>
    </main>
  );
};
