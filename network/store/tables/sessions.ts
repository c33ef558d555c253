/** Rows of devices' sessions, as the processes of the network tell each other. */

/** Where a device is connected and listens. Only as good as its process: of one that is gone it says nothing. */
export interface SessionTable {
  deviceId: string;
  processId: string;
  beganAt: number;
  /** What its heartbeats say. */
  state: 'ready' | 'hired' | 'paused';
}

export interface SessionsTables {
  sessions: SessionTable;
}
