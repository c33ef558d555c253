/** Rows of the service's own processes. */

/** A process of the service that shares this database. */
export interface ProcessTable {
  id: string;
  startedAt: number;
  /** When it last went through its rhythm, by the database's time. */
  seenAt: number;
  /** Every minute of this hour and of those before that it marked is written. */
  markedEpoch: number;
  /** Since when it leads; null while another does. */
  leadingSince: number | null;
}

export interface ProcessesTables {
  processes: ProcessTable;
}
