/** The frame of the app: sidebar, the page, and the line that says when the core stopped answering. */
import { Suspense, useEffect, useRef, useState } from 'react';
import { useConnection, useTopic } from '../client/store.ts';
import { useMendingSubject } from '../features/mending/mending-sheet-store.ts';
import { ConnectionLine } from './connection-line.tsx';
import { KeyList } from './key-list.tsx';
import { useKeys } from './keys.ts';
import { PageFrame } from './page-frame.tsx';
import { MendingSheet, pages } from './pages.tsx';
import { usePauseToggle } from './pause-toggle.ts';
import { goTo, isShown, listedUnder, useRoute } from './route.ts';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';

export const Shell = () => {
  const asked = useRoute();
  const { singleKeys, supportsOnly } = useTopic('settings');
  const route = isShown(listedUnder(asked), supportsOnly) ? asked : 'stake';
  const isLost = useConnection().kind === 'lost';
  const [isListOpen, setIsListOpen] = useState(false);
  const mending = useMendingSubject();
  const pause = usePauseToggle();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(route);
  const Page = pages[route];

  useKeys(singleKeys, { go: goTo, pause: () => pause.toggle(), list: () => setIsListOpen(true) });
  useEffect(() => {
    // A new page is read from its start; the first one leaves the focus where the browser put it.
    if (shown.current === route) return;
    shown.current = route;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [route]);

  return (
    <div className={classes.app}>
      <Sidebar route={route} onSkip={() => main.current?.focus()} />
      <main ref={main} className={classes.main} tabIndex={-1}>
        <ConnectionLine />
        <div className={classes.page} data-is-old={isLost || undefined}>
          <PageFrame name={route}>
            <Page />
          </PageFrame>
        </div>
      </main>
      <Suspense fallback={null}>{mending && <MendingSheet />}</Suspense>
      <KeyList isOpen={isListOpen} areOn={singleKeys} onClose={() => setIsListOpen(false)} />
    </div>
  );
};
