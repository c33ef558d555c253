/** What this PC shows of its owner at one moment. Whatever is null is not known. */

export interface OwnerSigns {
  /** Name of the program whose window fills a screen, `''` where it has none; false: no window does. */
  readonly fullScreen: string | false | null;
  /** Name of a game that said that it runs, `''` where it has none; false: none did. */
  readonly game: string | false | null;
  /** Programs of the owner's list that run; empty: none. */
  readonly programs: readonly string[] | null;
  /** When keyboard, mouse or controller was used last, in monotonic milliseconds. */
  readonly lastInputMs: number | null;
  /** GPUs that somebody else works on, by id, each true or false; a GPU that is missing is not known. */
  readonly gpuInUse: Readonly<Record<string, boolean>>;
  readonly isOnBattery: boolean | null;
  readonly isMetered: boolean | null;
}

export const nothingSeen: OwnerSigns = {
  fullScreen: null,
  game: null,
  programs: null,
  lastInputMs: null,
  gpuInUse: {},
  isOnBattery: null,
  isMetered: null,
};
