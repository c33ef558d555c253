/** The pages by route, each in a file of its own that is fetched when it is first opened. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { IconName } from '../ui/icons/icon.tsx';
import type { ListedRoute, Route } from './route.ts';

export const pages: Record<Route, LazyExoticComponent<ComponentType>> = {
  home: lazy(async () => ({ default: (await import('../features/home/home-page.tsx')).HomePage })),
  devices: lazy(async () => ({ default: (await import('../features/devices/devices-page.tsx')).DevicesPage })),
  checks: lazy(async () => ({ default: (await import('../features/checks/checks-page.tsx')).ChecksPage })),
  worker: lazy(async () => ({ default: (await import('../features/worker/worker-page.tsx')).WorkerPage })),
  earnings: lazy(async () => ({ default: (await import('../features/earnings/earnings-page.tsx')).EarningsPage })),
  tier: lazy(async () => ({ default: (await import('../features/tier/tier-page.tsx')).TierPage })),
  stake: lazy(async () => ({ default: (await import('../features/stake/stake-page.tsx')).StakePage })),
  community: lazy(async () => ({ default: (await import('../features/community/community-page.tsx')).CommunityPage })),
  evidence: lazy(async () => ({ default: (await import('../features/evidence/evidence-page.tsx')).EvidencePage })),
  settings: lazy(async () => ({ default: (await import('../features/settings/settings-page.tsx')).SettingsPage })),
};

export const OnboardingPage = lazy(async () => ({
  default: (await import('../features/onboarding/onboarding-page.tsx')).OnboardingPage,
}));

/** What would mend this PC, over whichever page asked for it. */
export const MendingSheet = lazy(async () => ({
  default: (await import('../features/mending/mending-sheet.tsx')).MendingSheet,
}));

/** The three groups of the sidebar. */
export const groups = [
  { name: 'pc', routes: ['home', 'devices', 'checks', 'worker'] },
  { name: 'money', routes: ['earnings', 'tier', 'stake'] },
  { name: 'app', routes: ['community', 'settings'] },
] as const satisfies readonly { name: string; routes: readonly ListedRoute[] }[];

export const icons: Record<ListedRoute, IconName> = {
  home: 'home',
  devices: 'gpu',
  checks: 'checks',
  worker: 'box',
  earnings: 'bars',
  tier: 'steps',
  stake: 'lock',
  community: 'people',
  settings: 'sliders',
};
