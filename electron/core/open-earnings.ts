/** Opens what measures the power of work, and the desk that tells where its earnings went. */
import type { Readings } from '../../shared/contract/app/machine.ts';
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { Status } from '../../shared/contract/app/status.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createEarningsDesk, type EarningsDesk } from '../device/earnings-desk.ts';
import { createEnergyMeter, type EnergyStore } from '../device/energy-meter.ts';
import { runningHourOf, wattsOfWork } from '../device/measured-work.ts';
import type { Participation } from '../device/participation.ts';
import { powerPriceAt } from '../worker/policy/power-price.ts';

export interface OpenedEarnings {
  earningsDesk: EarningsDesk;
  /** Writes down what was measured since it was last. */
  closeMeter(): void;
}

export const openEarnings = (options: {
  clock: Clock;
  log: Log;
  settings: ReadonlyCell<Settings>;
  energy: EnergyStore;
  readings: ReadonlyCell<Readings>;
  status: ReadonlyCell<Status>;
  participation: Pick<Participation, 'membership'>;
}): OpenedEarnings => {
  const { clock, log, settings, readings, status } = options;
  const membership = options.participation.membership.get;
  const meter = createEnergyMeter({
    clock,
    store: options.energy,
    watts: () => wattsOfWork(status.get().activity, membership()?.hardware.gpus ?? [], readings.get()),
    hourStartsAt: () => runningHourOf(status.get().network, clock.now()),
    price: () => powerPriceAt(settings.get(), clock.now()),
    onError: (error) => log.warn('energy_not_kept', { detail: String(error) }),
  });
  const stop = readings.subscribe(meter.note);
  return {
    earningsDesk: createEarningsDesk({
      membership,
      settings: settings.get,
      energy: meter.hours,
      onNoPeers: (error) => log.warn('peers_not_read', { detail: String(error) }),
    }),
    closeMeter: () => {
      stop();
      meter.close();
    },
  };
};
