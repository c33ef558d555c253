/** The bus of one process: whoever listens hears at once. It reaches no other process. */
import type { Bus, BusMessage, BusStanding } from './bus.ts';

const standing: BusStanding = { isConnected: null, waiting: 0, sent: 0, heard: 0, lost: 0, refused: 0 };

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
    standing: () => standing,
    close: async () => listeners.clear(),
  };
};
