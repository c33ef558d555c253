/** Which page is shown, kept in the address's fragment so that Back works and nothing is asked of a server. */
import { useSyncExternalStore } from 'react';

export const routes = [
  'home',
  'devices',
  'checks',
  'worker',
  'earnings',
  'tier',
  'stake',
  'community',
  'settings',
] as const;
/** A page of the sidebar. */
export type ListedRoute = (typeof routes)[number];
/** `evidence` stands behind another page, about one thing: `#/evidence/<slash>`. */
export type Route = ListedRoute | 'evidence';
const aboutOne = '#/evidence/';
const partOfCommunity = /^#\/community\/([a-z]+)$/;

/** @returns what the page is about; null for a page about nothing in particular */
export const subjectOf = (hash: string): string | null =>
  hash.startsWith(aboutOne) && hash.length > aboutOne.length ? hash.slice(aboutOne.length) : null;

/** @returns the part of the community page that is named, whether there is one or not; null for no name */
export const communityPartOf = (hash: string): string | null => partOfCommunity.exec(hash)?.[1] ?? null;

/** @returns `home` for an address that names no page */
export const routeOf = (hash: string): Route => {
  if (subjectOf(hash) !== null) return 'evidence';
  if (communityPartOf(hash) !== null) return 'community';
  return routes.find((route) => hash === `#/${route}`) ?? 'home';
};

const supporters: readonly ListedRoute[] = ['earnings', 'stake', 'settings'];

/** What there is to see for who only supports others' devices. */
export const isShown = (route: ListedRoute, supportsOnly: boolean): boolean =>
  !supportsOnly || supporters.includes(route);

/** The page of the sidebar that a page belongs to. */
export const listedUnder = (route: Route): ListedRoute => (route === 'evidence' ? 'stake' : route);

export const hrefOf = (route: ListedRoute): string => `#/${route}`;
export const evidenceHref = (slashId: string): string => `${aboutOne}${slashId}`;

export const goToCommunity = (part: string): void => {
  location.hash = `${hrefOf('community')}/${part}`;
};

export const goTo = (route: ListedRoute): void => {
  location.hash = hrefOf(route);
};

const listen = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => routeOf(useSyncExternalStore(listen, () => location.hash));

export const useSubject = (): string | null => subjectOf(useSyncExternalStore(listen, () => location.hash));

export const useCommunityPart = (): string | null => communityPartOf(useSyncExternalStore(listen, () => location.hash));
