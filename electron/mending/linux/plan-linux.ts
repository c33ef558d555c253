/** The one action that mends what is missing on Linux. Pure. */
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { type CommandStep, command, type Plan } from '../plan.ts';
import type { Distribution } from './os-release.ts';
import { enginePackage, installing, packageToolOf } from './packages.ts';
import { describeGpus, engineFromDocker, toolkitFromNvidia } from './repositories.ts';

export interface LinuxFacts {
  readonly distribution: Distribution;
  readonly user: string;
  readonly isRoot: boolean;
  readonly hasSystemd: boolean;
  /** A `dockerd` that could be started. */
  readonly hasEngine: boolean;
  readonly isInDockerGroup: boolean;
  readonly hasNvidiaToolkit: boolean;
}

const root = { asRoot: true };

const startEngine = ({ hasSystemd }: LinuxFacts): CommandStep =>
  hasSystemd
    ? command(['systemctl', 'enable', '--now', 'docker'], {
        ...root,
        undo: ['systemctl', 'disable', '--now', 'docker'],
      })
    : command(['service', 'docker', 'start'], { ...root, undo: ['service', 'docker', 'stop'] });

/** Members of the group may do with the engine what root may; the words say so before anybody agrees. */
const joinGroup = ({ user }: LinuxFacts): CommandStep =>
  command(['usermod', '-aG', 'docker', user], { ...root, undo: ['gpasswd', '-d', user, 'docker'] });

const joined = (facts: LinuxFacts): CommandStep[] => (facts.isRoot || facts.isInDockerGroup ? [] : [joinGroup(facts)]);

/** @returns null where nothing of ours mends it */
export const planLinux = (code: ProblemCode, facts: LinuxFacts): Plan | null => {
  const tool = packageToolOf(facts.distribution);
  const afterJoining = joined(facts).length > 0 ? ('log_in_again' as const) : null;
  switch (code) {
    case 'ENGINE_ABSENT':
    case 'ENGINE_UNREACHABLE':
      if (facts.hasEngine)
        return { kind: 'steps', name: 'start_engine', steps: [startEngine(facts)], afterwards: null };
      if (tool === null) return { kind: 'by_hand', name: 'unknown_distribution' };
      return {
        kind: 'steps',
        name: 'install_engine',
        steps: [installing(tool, enginePackage[tool]), startEngine(facts), ...joined(facts)],
        afterwards: afterJoining,
      };
    case 'ENGINE_DENIED':
      return { kind: 'steps', name: 'join_group', steps: [joinGroup(facts)], afterwards: 'log_in_again' };
    case 'ENGINE_OUTDATED': {
      const steps = tool && engineFromDocker(facts.distribution, tool);
      return steps && { kind: 'steps', name: 'newer_engine', steps, afterwards: null };
    }
    case 'GPU_CONTAINERS_OFF': {
      if (tool === null) return { kind: 'by_hand', name: 'unknown_distribution' };
      const toolkit = facts.hasNvidiaToolkit ? [] : toolkitFromNvidia(tool);
      return { kind: 'steps', name: 'gpu_in_containers', steps: [...toolkit, describeGpus], afterwards: null };
    }
    default:
      return null;
  }
};
