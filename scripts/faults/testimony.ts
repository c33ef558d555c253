/** One line of the report that tests write for `npm run faults`. */

/** Names the file that tests append their lines to. */
export const faultReportVariable = 'PERIGEE_FAULTS_REPORT';

export interface Testimony {
  /** Number in the table of 25. */
  fault: number;
  /** What was done, and where. */
  injected: string;
  /** What the app and the engine did then, with what was measured. */
  seen: string;
  /** What was lost, and of how much. */
  lost: string;
}
