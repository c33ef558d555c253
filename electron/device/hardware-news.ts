/** Cards that fall off the bus, come back or change their driver: told to the owner, to the network and to the log. */
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { Log } from '../../shared/log.ts';
import type { HardwareEvents } from '../machine/watch/hardware-watch.ts';
import type { ProblemBoard } from './problem-board.ts';

export const createHardwareNews = (options: {
  problems: ProblemBoard;
  /** Keeps an event for the network. @throws what the outbox throws */
  report: (event: DeviceEvent) => void;
  log: Log;
}): HardwareEvents => {
  const { problems, report, log } = options;
  return {
    onLost: (lost) => {
      problems.raise({ code: 'GPU_LOST', data: lost }, lost.gpuId);
      log.warn('gpu_lost', { ...lost });
    },
    onBack: (gpuId, missing) => {
      problems.clear('GPU_LOST');
      for (const lost of missing) problems.raise({ code: 'GPU_LOST', data: lost }, lost.gpuId);
      log.info('gpu_back', { gpuId });
    },
    onChange: ({ gone, come, driverChanged }) => {
      log.info('hardware_changed', {
        gone: gone.map(({ id }) => id),
        come: come.map(({ id }) => id),
        drivers: driverChanged.map(({ gpu, before, after }) => `${gpu.id}: ${before} → ${after}`),
      });
      report({ kind: 'hardware_changed', gone: gone.length, come: come.length, drivers: driverChanged.length });
    },
    onError: (error) => log.warn('hardware_not_watched', { detail: String(error) }),
  };
};
