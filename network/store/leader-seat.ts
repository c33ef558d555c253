/**
 * The one seat among the processes of a network: who has it does what is done once for all, such as closing hours. It
 * saves work, and nothing rests on it: for a moment two processes may both believe that they lead, so whatever a leader
 * does must be right when two do it.
 */
export interface LeaderSeat {
  /** Takes the seat where it is free. @returns whether this process has it now; false where the database is away */
  take(): Promise<boolean>;
  /** Gives it up, for the next who asks. */
  leave(): Promise<void>;
}

/** Of a store that nobody else can open. */
export const onlySeat: LeaderSeat = { take: async () => true, leave: async () => undefined };
