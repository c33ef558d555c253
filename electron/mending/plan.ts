/** What one mending would do, exactly, before anybody has said yes to it. */
import type { MendingByHand, MendingName, mendingAfterwards } from '../../shared/contract/app/mending.ts';

export interface CommandStep {
  readonly kind: 'command';
  readonly command: readonly string[];
  readonly asRoot: boolean;
  /** Given on standard input; what `tee` writes. */
  readonly input: string | null;
  /** The command that takes it back, run as the same user; null: nothing is left behind by it. */
  readonly undo: readonly string[] | null;
}

export interface FileStep {
  readonly kind: 'file';
  readonly path: string;
  readonly content: string;
  /** What is there now, and comes back when it is undone; null: no file. */
  readonly before: string | null;
}

export type Step = CommandStep | FileStep;

/** What has to happen before it takes effect. */
export type Afterwards = (typeof mendingAfterwards)[number] | null;

export type Plan =
  | {
      readonly kind: 'steps';
      readonly name: MendingName;
      readonly steps: readonly Step[];
      readonly afterwards: Afterwards;
    }
  | { readonly kind: 'by_hand'; readonly name: MendingByHand };

export const command = (
  words: readonly string[],
  options: { asRoot?: boolean; input?: string; undo?: readonly string[] } = {},
): CommandStep => ({
  kind: 'command',
  command: words,
  asRoot: options.asRoot ?? false,
  input: options.input ?? null,
  undo: options.undo ?? null,
});
