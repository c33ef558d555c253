/** Which page is shown, kept in the address's fragment so that Back works and nothing is asked of a server. */
import { useSyncExternalStore } from 'react';

export const routes = ['home', 'devices', 'checks', 'worker', 'earnings', 'tier', 'stake', 'settings'] as const;
export type Route = (typeof routes)[number];

/** @returns `home` for an address that names no page */
export const routeOf = (hash: string): Route => routes.find((route) => hash === `#/${route}`) ?? 'home';

const supporters: readonly Route[] = ['earnings', 'stake', 'settings'];

/** What there is to see for who only supports others' devices. */
export const isShown = (route: Route, supportsOnly: boolean): boolean => !supportsOnly || supporters.includes(route);

export const hrefOf = (route: Route): string => `#/${route}`;

export const goTo = (route: Route): void => {
  location.hash = hrefOf(route);
};

const listen = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => routeOf(useSyncExternalStore(listen, () => location.hash));
