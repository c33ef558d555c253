/** Names what surrounds every page: theme, direction, language, and which of the four faces to show. */
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { coreStore, useConnection, useHasState } from '../client/store.ts';
import { AccessPage } from './access-page.tsx';
import { Announcer } from './announcer.tsx';
import { useScheme } from './appearance.ts';
import { languageFor, showLanguage } from './i18n.ts';
import { PageFrame } from './page-frame.tsx';
import { OnboardingPage } from './pages.tsx';
import { Shell } from './shell.tsx';
import { theme } from './theme.ts';
import { WaitingPage } from './waiting-page.tsx';

const Face = () => {
  const connection = useConnection();
  const hasState = useHasState();
  const isOnboarded = useStore(coreStore, (view) => view.state?.settings.isOnboarded ?? false);
  if (connection.kind === 'refused') return <AccessPage />;
  if (!hasState) return <WaitingPage />;
  return (
    <>
      <Announcer />
      {isOnboarded ? (
        <Shell />
      ) : (
        <PageFrame name="onboarding">
          <OnboardingPage />
        </PageFrame>
      )}
    </>
  );
};

export const App = () => {
  const appearance = useStore(coreStore, (view) => view.state?.settings.appearance ?? null);
  const chosenLanguage = useStore(coreStore, (view) => view.state?.settings.language ?? null);
  const scheme = useScheme(appearance);
  const { i18n } = useTranslation();
  useEffect(() => {
    const wanted = languageFor(chosenLanguage, navigator.languages);
    // A language file that cannot be fetched leaves the page in the language it has.
    if (wanted !== i18n.language) showLanguage(wanted).catch(reportError);
  }, [chosenLanguage, i18n.language]);
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        forceColorScheme={scheme}
        colorSchemeManager={{
          get: () => scheme,
          set: () => {},
          subscribe: () => {},
          unsubscribe: () => {},
          clear: () => {},
        }}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <Face />
      </MantineProvider>
    </DirectionProvider>
  );
};
