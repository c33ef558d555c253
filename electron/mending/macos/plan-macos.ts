/** The one action that mends what is missing on a Mac. No GPU reaches a container there, whatever the engine. Pure. */
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { command, type Plan } from '../plan.ts';

export interface MacFacts {
  readonly hasHomebrew: boolean;
  readonly hasColima: boolean;
  readonly hasDockerDesktop: boolean;
}

/** @returns null where nothing of ours mends it */
export const planMacos = (code: ProblemCode, facts: MacFacts): Plan | null => {
  if (code !== 'ENGINE_ABSENT' && code !== 'ENGINE_UNREACHABLE') return null;
  if (facts.hasDockerDesktop)
    return {
      kind: 'steps',
      name: 'start_engine',
      steps: [command(['open', '-a', 'Docker'])],
      afterwards: null,
    };
  const start = command(['colima', 'start'], { undo: ['colima', 'delete', '--force'] });
  if (facts.hasColima) return { kind: 'steps', name: 'start_colima', steps: [start], afterwards: null };
  if (!facts.hasHomebrew) return { kind: 'by_hand', name: 'install_docker_desktop_mac' };
  return {
    kind: 'steps',
    name: 'install_colima',
    steps: [
      command(['brew', 'install', 'colima', 'docker'], { undo: ['brew', 'uninstall', 'colima', 'docker'] }),
      start,
    ],
    afterwards: null,
  };
};
