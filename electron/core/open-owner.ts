/** Everything of the host that looks at its owner: the signs, the guard that judges them, and the lock. */
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { HeldLimitStore } from '../device/held-limits.ts';
import { createOwnerGuard } from '../device/owner-guard.ts';
import { createOwnerLock, type LockStore } from '../device/owner-lock.ts';
import { createPowerKeeper } from '../device/power-keeper.ts';
import { createPresence } from '../presence/presence.ts';
import type { openHardware } from './open-hardware.ts';
import type { CorePorts } from './ports.ts';

export const openOwner = (
  ports: Pick<CorePorts, 'clock' | 'log' | 'resourcesDir' | 'signSources'>,
  options: {
    settings: ReadonlyCell<Settings>;
    locks: LockStore;
    heldLimits: HeldLimitStore;
    pc: Pick<ReturnType<typeof openHardware>, 'inventory' | 'readings' | 'watchedGpus' | 'powerLimits'>;
    /** Our own work is on that GPU. */
    isOursGpu: (gpuId: string) => boolean;
    coinsPerHour: () => bigint | null;
  },
) => {
  const { clock, log, resourcesDir } = ports;
  const { settings, pc } = options;
  const presence = createPresence({
    clock,
    log,
    sources: ports.signSources({
      clock,
      resourcesDir,
      listedPrograms: () => settings.get().asideForPrograms,
      gpus: { list: pc.watchedGpus, isOurs: options.isOursGpu },
    }),
  });
  const lock = createOwnerLock({ store: options.locks, clock });
  const keeper = createPowerKeeper({
    clock,
    limits: pc.powerLimits,
    store: options.heldLimits,
    gpus: pc.watchedGpus,
    onError: (error) => log.warn('power_limit_failed', { detail: String(error) }),
  });
  const guard = createOwnerGuard({
    clock,
    settings,
    lock: lock.state,
    signs: presence.signs,
    gpuIds: () => pc.watchedGpus().map(({ id }) => id),
    isOurs: options.isOursGpu,
    cards: keeper.cards,
    readings: pc.readings.cell,
    coinsPerHour: options.coinsPerHour,
  });
  const stops = [guard.throttle.subscribe(keeper.want), pc.inventory.subscribe(keeper.look)];
  return {
    guard,
    lock,
    /** Gives back the power limits that a start before this one could not. */
    recover: keeper.recover,
    start: (): void => {
      presence.start();
      guard.start();
    },
    close: async (): Promise<void> => {
      lock.close();
      for (const stop of stops) stop();
      await Promise.all([guard.close(), presence.close(), keeper.close()]);
    },
  };
};
