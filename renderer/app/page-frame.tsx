/** Around each page: its name in the window's title, grey blocks while it is fetched, and a plain word if it breaks. */
import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingBlocks } from '../ui/loading-blocks.tsx';
import { StateSentence } from '../ui/state-sentence.tsx';
import type { Route } from './route.ts';

const BrokenPage = ({ onAgain }: { onAgain(): void }) => {
  const { t } = useTranslation('common');
  return (
    <StateSentence
      mark="needs-you"
      sentence={t('crash.sentence')}
      proof={t('crash.proof')}
      action={<Button onClick={onAgain}>{t('crash.again')}</Button>}
    />
  );
};

class Fence extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(error: Error, _info: ErrorInfo): void {
    reportError(error);
  }

  override render(): ReactNode {
    return this.state.isBroken ? (
      <BrokenPage onAgain={() => this.setState({ isBroken: false })} />
    ) : (
      this.props.children
    );
  }
}

export const PageFrame = ({ name, children }: { name: Route | 'onboarding'; children: ReactNode }) => {
  const { t } = useTranslation('common');
  const title = name === 'onboarding' ? t('nav.onboarding') : t(`nav.${name}`);
  useEffect(() => {
    document.title = t('pageTitle', { page: title });
  }, [t, title]);
  return (
    <Fence key={name}>
      <Suspense fallback={<LoadingBlocks waitsFor={t('loading.page')} />}>{children}</Suspense>
    </Fence>
  );
};
