/** The bus of one process: whoever listens hears at once. It reaches no other process. */
import type { Bus, BusMessage } from './bus.ts';

export const createInProcessBus = (): Bus => {
  const listeners = new Set<(message: BusMessage) => void>();
  const publish = (message: BusMessage): void => {
    for (const hear of [...listeners]) hear(message);
  };
  return {
    toDevice: (deviceId, event) => publish({ deviceId, event }),
    toAll: (event) => publish({ deviceId: null, event }),
    subscribe: (hear) => {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
  };
};
