/** Light or dark: the owner's choice, else the system's, followed while it changes. Keeps nothing; the settings do. */
import { useEffect, useState } from 'react';

export type Scheme = 'light' | 'dark';

const darkQuery = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

export const systemScheme = (): Scheme => (darkQuery().matches ? 'dark' : 'light');

/** Puts the scheme on the page before the first frame, so that nothing flashes. */
export const showScheme = (scheme: Scheme): void =>
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);

/** @param appearance the setting; null while it is not known yet */
export const useScheme = (appearance: 'system' | 'light' | 'dark' | null): Scheme => {
  const [system, setSystem] = useState(systemScheme);
  useEffect(() => {
    const query = darkQuery();
    const follow = (): void => setSystem(query.matches ? 'dark' : 'light');
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return appearance === 'light' || appearance === 'dark' ? appearance : system;
};
