/** How a verb ended, for scripts. Documented in docs/cli.md. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  busy: 4,
  /** The machine was read and something in it needs the owner. */
  needsOwner: 5,
  tooLate: 6,
  /** What was published does not hold. */
  refuted: 7,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
