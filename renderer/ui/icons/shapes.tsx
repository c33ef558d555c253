/** The drawings of the icon set, on a grid of 24. One table; nothing but outlines. */
import type { ReactNode } from 'react';

export const shapes = {
  home: <path d="M4 10.8 12 4.2l8 6.6v8.4a.8.8 0 0 1-.8.8H14.6v-5.6H9.4V20H4.8a.8.8 0 0 1-.8-.8z" />,
  gpu: (
    <>
      <rect x="2.5" y="6.5" width="19" height="10.5" rx="1.6" />
      <circle cx="9" cy="11.75" r="2.7" />
      <path d="M15 10h3.4M15 13.5h3.4M5.5 17v2.6M9.5 17v2.6" />
    </>
  ),
  checks: <path d="m3.8 6.4 1.6 1.6 3-3.2M3.8 12.9l1.6 1.6 3-3.2M12 6.4h8.2M12 12.9h8.2M12 19.2h8.2M4 19.2h4.2" />,
  box: (
    <>
      <path d="m12 3.2 7.8 4.4v8.8L12 20.8l-7.8-4.4V7.6z" />
      <path d="m4.4 7.8 7.6 4.3 7.6-4.3M12 12.1v8.5" />
    </>
  ),
  bars: <path d="M4 20h16M6.8 20v-5.2M12 20V9.6M17.2 20V4.4" />,
  steps: <path d="M3.6 19.8h4.2v-5h4.2v-5h4.2v-5h4.2" />,
  lock: (
    <>
      <rect x="4.8" y="10.6" width="14.4" height="9.6" rx="2" />
      <path d="M8 10.6V7.8a4 4 0 0 1 8 0v2.8" />
    </>
  ),
  sliders: (
    <>
      <path d="M3.8 7.4h8.4M17 7.4h3.2M3.8 16.6H7M11.8 16.6h8.4" />
      <circle cx="14.6" cy="7.4" r="2.3" />
      <circle cx="9.4" cy="16.6" r="2.3" />
    </>
  ),
  pause: <path d="M8.6 5.5v13M15.4 5.5v13" strokeWidth="2.2" />,
  play: <path d="M7.5 5.2v13.6L18.6 12z" />,
  gamepad: (
    <>
      <path d="M7.4 7.2h9.2a4.6 4.6 0 0 1 4.5 3.7l.7 4.2a2.6 2.6 0 0 1-4.6 2l-1.4-1.9H8.2l-1.4 1.9a2.6 2.6 0 0 1-4.6-2l.7-4.2a4.6 4.6 0 0 1 4.5-3.7z" />
      <path d="M8 9.8v3M6.5 11.3h3M15.6 10.4v.1M17.6 12.3v.1" />
    </>
  ),
  thermometer: (
    <>
      <path d="M14.2 13.6V6a2.2 2.2 0 0 0-4.4 0v7.6a4.2 4.2 0 1 0 4.4 0z" />
      <path d="M12 9.5v7" />
    </>
  ),
  shield: (
    <>
      <path d="m12 3.4 7.4 2.8v5.4c0 4.3-2.9 7.5-7.4 9-4.5-1.5-7.4-4.7-7.4-9V6.2z" />
      <path d="m8.8 11.8 2.3 2.3 4.2-4.4" />
    </>
  ),
  bolt: <path d="M13 3.4 5.4 13.6H11l-.8 7 7.8-10.4h-5.6z" />,
  chip: (
    <>
      <rect x="6.4" y="6.4" width="11.2" height="11.2" rx="1.6" />
      <rect x="9.8" y="9.8" width="4.4" height="4.4" rx=".6" />
      <path d="M9.6 6.4v-3M14.4 6.4v-3M9.6 20.6v-3M14.4 20.6v-3M6.4 9.6h-3M6.4 14.4h-3M20.6 9.6h-3M20.6 14.4h-3" />
    </>
  ),
  power: <path d="M12 3.8v8M7.2 6.8a7.4 7.4 0 1 0 9.6 0" />,
  wallet: (
    <>
      <path d="M4 7.6A2 2 0 0 1 6 5.6h11.4v3M4 7.6v9.8a1.8 1.8 0 0 0 1.8 1.8h12.8a1.2 1.2 0 0 0 1.2-1.2V9.8a1.2 1.2 0 0 0-1.2-1.2H5a1 1 0 0 1-1-1z" />
      <path d="M16 13.9v.1" />
    </>
  ),
  copy: (
    <>
      <rect x="8.6" y="8.6" width="11" height="11" rx="2" />
      <path d="M5.6 15.4h-.2a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v.2" />
    </>
  ),
  globe: (
    <>
      <circle cx="12" cy="12" r="8.4" />
      <path d="M3.8 12h16.4M12 3.6c2.4 2.5 3.4 5.3 3.4 8.4s-1 5.9-3.4 8.4c-2.4-2.5-3.4-5.3-3.4-8.4s1-5.9 3.4-8.4z" />
    </>
  ),
  tick: <path d="m5 12.6 4.4 4.4L19.2 7" />,
  memory: (
    <>
      <rect x="2.8" y="7.4" width="18.4" height="8.2" rx="1.4" />
      <path d="M7 10.4v2.2M12 10.4v2.2M17 10.4v2.2M6 15.6V18M10 15.6V18M14 15.6V18M18 15.6V18" />
    </>
  ),
  disk: (
    <>
      <rect x="3.4" y="13.2" width="17.2" height="6.4" rx="1.6" />
      <path d="M5 13.2 7.2 5.4a1 1 0 0 1 1-.8h7.6a1 1 0 0 1 1 .8L19 13.2M16.8 16.4v.1" />
    </>
  ),
  wifi: (
    <path d="M12 19.4v.1M8.7 15.7a4.8 4.8 0 0 1 6.6 0M5.7 12.3a9.2 9.2 0 0 1 12.6 0M2.8 8.8a13.4 13.4 0 0 1 18.4 0" />
  ),
  wrench: (
    <path d="M14.6 6.6a4.2 4.2 0 0 1 5-1.2l-2.8 2.8.4 1.6 1.6.4 2.6-2.6a4.2 4.2 0 0 1-5.6 5.2L8.6 20a2.2 2.2 0 0 1-3.1-3.1l7.2-7.2a4.2 4.2 0 0 1 1.9-3.1z" />
  ),
  search: (
    <>
      <circle cx="11" cy="11" r="6.2" />
      <path d="m15.6 15.6 4.6 4.6" />
    </>
  ),
  allowed: (
    <>
      <circle cx="12" cy="12" r="8.4" />
      <path d="m8.2 12.3 2.6 2.6 5-5.4" />
    </>
  ),
  denied: (
    <>
      <circle cx="12" cy="12" r="8.4" />
      <path d="m9.2 9.2 5.6 5.6M14.8 9.2l-5.6 5.6" />
    </>
  ),
  down: <path d="m6 9.5 6 6 6-6" />,
  forward: <path d="m9.5 6 6 6-6 6" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  warning: (
    <>
      <path d="M12 4.2 21 19.6H3z" />
      <path d="M12 10v4.4M12 16.9v.1" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="8.4" />
      <path d="M12 11v5.2M12 7.8v.1" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="8.4" />
      <path d="M12 7.2V12l3.4 2" />
    </>
  ),
  save: <path d="M12 4v10.4M7.6 10.2l4.4 4.4 4.4-4.4M4.6 19.6h14.8" />,
} as const satisfies Record<string, ReactNode>;
