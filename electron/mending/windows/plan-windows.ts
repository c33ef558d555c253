/**
 * The one action that mends what is missing on Windows: first what the engine stands on, then the engine. Docker Desktop,
 * unless the owner asked for a Linux of our own, or has it already. Pure.
 */
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { command, type Plan } from '../plan.ts';
import { type OwnLinux, oldestForOwnLinux, planInOwnLinux, planOwnLinux } from './own-linux-plan.ts';
import { hasMemoryCap, withMemoryCap } from './wsl-config.ts';
import { isOlder, type WslReport } from './wsl-report.ts';

export interface WindowsFacts {
  /** In the firmware; null: not known. */
  readonly isVirtualizationOn: boolean | null;
  /** null: there is no `wsl.exe`, or it says that nothing is installed. */
  readonly wsl: WslReport | null;
  readonly memoryBytes: number;
  /** The owner wants an engine in a Linux of our own in place of Docker Desktop. */
  readonly wantsOwnLinux: boolean;
  /** `own` null: it is not there; `isNameTaken`: somebody else's has its name. */
  readonly ownLinux: { readonly dir: string; readonly isNameTaken: boolean; readonly own: OwnLinux | null };
  readonly wslConfig: { readonly path: string; readonly text: string | null };
}

/** What Docker Desktop asks for, by its installation guide. */
const oldestWsl = [2, 1, 5];
const gibibyte = 1024 ** 3;

const wsl = (...words: string[]): readonly string[] => ['wsl.exe', ...words];
const engineCodes: readonly ProblemCode[] = ['ENGINE_ABSENT', 'ENGINE_UNREACHABLE', 'ENGINE_OUTDATED'];

/** @returns null where nothing of ours mends it */
export const planWindows = (code: ProblemCode, facts: WindowsFacts): Plan | null => {
  const { own, dir, isNameTaken } = facts.ownLinux;
  if (!engineCodes.includes(code)) return own && planInOwnLinux(code, own);
  if (facts.isVirtualizationOn === false) return { kind: 'by_hand', name: 'turn_on_virtualization' };
  if (facts.wsl === null)
    return {
      kind: 'steps',
      name: 'install_wsl',
      steps: [command(wsl('--install', '--no-distribution'), { asRoot: true, undo: wsl('--uninstall') })],
      afterwards: 'restart_pc',
    };
  const { version, defaultVersion } = facts.wsl;
  const wantsOwn = facts.wantsOwnLinux || own !== null;
  if (version === null || isOlder(version, wantsOwn ? oldestForOwnLinux : oldestWsl))
    return { kind: 'steps', name: 'update_wsl', steps: [command(wsl('--update'), { asRoot: true })], afterwards: null };
  if (defaultVersion === 1)
    return {
      kind: 'steps',
      name: 'wsl_version_2',
      steps: [command(wsl('--set-default-version', '2'), { undo: wsl('--set-default-version', '1') })],
      afterwards: null,
    };
  if (own !== null) return planInOwnLinux(code, own);
  if (code === 'ENGINE_ABSENT' && wantsOwn && !isNameTaken) return planOwnLinux(dir);
  if (code === 'ENGINE_ABSENT') {
    const id = ['--exact', '--id', 'Docker.DockerDesktop'];
    return {
      kind: 'steps',
      name: 'install_docker_desktop',
      steps: [
        command(['winget.exe', 'install', ...id, '--accept-package-agreements', '--accept-source-agreements'], {
          undo: ['winget.exe', 'uninstall', ...id],
        }),
      ],
      afterwards: 'restart_pc',
    };
  }
  return null;
};

/** Without a cap Windows gives its Linux half of the memory and takes it back late. @returns null with one */
export const planMemoryCap = ({ wsl: installed, wslConfig, memoryBytes }: WindowsFacts): Plan | null => {
  if (installed === null || hasMemoryCap(wslConfig.text)) return null;
  const cap = Math.max(2, Math.floor(memoryBytes / gibibyte / 2));
  const { path, text } = wslConfig;
  return {
    kind: 'steps',
    name: 'cap_wsl_memory',
    steps: [{ kind: 'file', path, content: withMemoryCap(text, cap), before: text }, command(wsl('--shutdown'))],
    afterwards: null,
  };
};
