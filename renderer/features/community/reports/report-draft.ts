/** A report of a fraud that is being written: whose device, and which published rows bear it out. */

export interface CitedLine {
  blockId: string;
  /** When its hour began and ended, to name it by. */
  startsAt: number;
  endsAt: number;
  /** Of the file of rows, from 1. */
  line: number;
}

export interface ReportDraft {
  /** Empty: not chosen yet. */
  deviceId: string;
  rows: readonly CitedLine[];
}

/** Of a device's id as releases have it. */
export const deviceIdShape = /^d[0-9a-f]{24}$/;
