/** What one mending would do, exactly, before anybody has said yes to it. */

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

/** Each has its words in `locales/<language>/cli.json`, under `mend`. */
export const mendings = [
  'install_engine',
  'start_engine',
  'join_group',
  'newer_engine',
  'gpu_in_containers',
  'install_wsl',
  'wsl_version_2',
  'update_wsl',
  'cap_wsl_memory',
  'install_docker_desktop',
  'install_colima',
  'start_colima',
] as const;
export type MendingName = (typeof mendings)[number];

/** What only a person can do. */
export const byHand = ['turn_on_virtualization', 'install_docker_desktop_mac', 'unknown_distribution'] as const;
export type ByHand = (typeof byHand)[number];

/** What has to happen before it takes effect. */
export type Afterwards = 'log_in_again' | 'restart_pc' | null;

export type Plan =
  | {
      readonly kind: 'steps';
      readonly name: MendingName;
      readonly steps: readonly Step[];
      readonly afterwards: Afterwards;
    }
  | { readonly kind: 'by_hand'; readonly name: ByHand };

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
