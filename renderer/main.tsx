/** Starts the page: takes the way to the core, draws the first frame, and follows the live state from then on. */
import './app/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { showScheme, systemScheme } from './app/appearance.ts';
import { startLanguages } from './app/i18n.ts';
import { chooseDoor } from './client/door.ts';
import { keepLive } from './client/live.ts';
import { coreStore } from './client/store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');

showScheme(systemScheme());
const languages = startLanguages();
keepLive(chooseDoor(window), coreStore, { now: Date.now, random: Math.random }, new AbortController().signal).catch(
  (cause: unknown) =>
    // A failure of the loop itself is a defect; let it reach the one place where defects are reported.
    reportError(cause),
);
languages.then(
  () => createRoot(root).render(<App />),
  (cause: unknown) => reportError(cause),
);
