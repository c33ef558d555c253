/** Signs that the desktop's own services tell: a game that asked for speed, a metered network, an idle seat. */
import type { Clock } from '../../../../shared/units/time.ts';
import type { OwnerSigns } from '../../owner-signs.ts';
import type { SignSource } from '../../sign-source.ts';
import { isWayland } from '../session-type.ts';
import { type BusObject, openBus } from './bus-values.ts';

/** Feral's GameMode: games and launchers register while they play. */
const gameMode: BusObject = {
  service: 'com.feralinteractive.GameMode',
  path: '/com/feralinteractive/GameMode',
  interface: 'com.feralinteractive.GameMode',
};
const networkManager: BusObject = {
  service: 'org.freedesktop.NetworkManager',
  path: '/org/freedesktop/NetworkManager',
  interface: 'org.freedesktop.NetworkManager',
};
const login: BusObject = {
  service: 'org.freedesktop.login1',
  path: '/org/freedesktop/login1/session/auto',
  interface: 'org.freedesktop.login1.Session',
};

/** `NMMetered`: 0 unknown, 1 yes, 2 no, 3 guessed yes, 4 guessed no. */
export const isMeteredOf = (value: unknown): boolean | null => {
  const code = Number(value);
  if (code === 1 || code === 3) return true;
  return code === 2 || code === 4 ? false : null;
};

const followed = (
  name: string,
  kind: 'session' | 'system',
  object: BusObject,
  read: (values: Record<string, unknown>) => Partial<OwnerSigns>,
  env: NodeJS.ProcessEnv,
): SignSource => ({
  name,
  watch: async (report, signal) => {
    const bus = await openBus(kind, env);
    try {
      await bus.follow(object, (values) => report(read(values)), signal);
    } finally {
      bus.close();
    }
  },
});

export const createBusSources = (clock: Clock, env: NodeJS.ProcessEnv = process.env): SignSource[] => [
  followed(
    'game_mode',
    'session',
    gameMode,
    ({ ClientCount }) => (ClientCount === undefined ? {} : { game: Number(ClientCount) > 0 ? '' : false }),
    env,
  ),
  followed(
    'network_manager',
    'system',
    networkManager,
    ({ Metered }) => (Metered === undefined ? {} : { isMetered: isMeteredOf(Metered) }),
    env,
  ),
  {
    // Where no X server counts: the session's own word, which desktops set minutes after the last input.
    name: 'login_session',
    watch: async (report, signal) => {
      if (!isWayland(env)) return;
      const bus = await openBus('system', env);
      let isIdle: boolean | null = null;
      try {
        const following = bus.follow(
          login,
          (values) => {
            if (typeof values.IdleHint === 'boolean') isIdle = values.IdleHint;
            const sinceUs = Number(values.IdleSinceHint ?? 0);
            if (isIdle && sinceUs > 0)
              report({ lastInputMs: clock.monotonic() - Math.max(0, clock.now() - sinceUs / 1000) });
          },
          signal,
        );
        const ended = following.then(() => 'ended' as const);
        for (;;) {
          if (isIdle === false) report({ lastInputMs: clock.monotonic() });
          const rest = clock.sleep(1_000, signal).then(() => 'again' as const);
          if ((await Promise.race([ended, rest])) === 'ended') return;
        }
      } finally {
        bus.close();
      }
    },
  },
];
