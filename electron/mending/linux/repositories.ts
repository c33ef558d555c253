/** Makers' own package sources: their key and their address, added so that they can be taken out again. Pure. */
import { type CommandStep, command } from '../plan.ts';
import type { Distribution } from './os-release.ts';
import { installing, type PackageTool } from './packages.ts';

const root = { asRoot: true };
const keyFolder = '/etc/apt/keyrings';

interface AptSource {
  readonly name: string;
  readonly keyUrl: string;
  readonly lines: readonly string[];
}

const addAptSource = ({ name, keyUrl, lines }: AptSource): CommandStep[] => {
  const key = `${keyFolder}/${name}.asc`;
  const list = `/etc/apt/sources.list.d/${name}.sources`;
  const content = [...lines, `Signed-By: ${key}`, ''].join('\n');
  return [
    command(['install', '-m', '0755', '-d', keyFolder], root),
    command(['curl', '-fsSL', keyUrl, '-o', key], { ...root, undo: ['rm', '-f', key] }),
    command(['tee', list], { ...root, input: content, undo: ['rm', '-f', list] }),
    command(['apt-get', 'update'], root),
  ];
};

const addRpmSource = (tool: 'dnf' | 'zypper', name: string, url: string): CommandStep[] => {
  const file = tool === 'dnf' ? `/etc/yum.repos.d/${name}.repo` : `/etc/zypp/repos.d/${name}.repo`;
  return [command(['curl', '-fsSL', url, '-o', file], { ...root, undo: ['rm', '-f', file] })];
};

const dockerPackages = ['docker-ce', 'docker-ce-cli', 'containerd.io'];
/** Distributions for which Docker itself packs. */
const dockerPacksFor = ['debian', 'ubuntu', 'fedora', 'rhel', 'centos'];

/** @returns null where Docker has no packages: the distribution's own are the newest there are */
export const engineFromDocker = (distribution: Distribution, tool: PackageTool): CommandStep[] | null => {
  const base = [distribution.id, ...distribution.like].find((name) => dockerPacksFor.includes(name));
  if (base === undefined) return null;
  const address = `https://download.docker.com/linux/${base}`;
  if (tool === 'dnf')
    return [...addRpmSource('dnf', 'docker-ce', `${address}/docker-ce.repo`), installing(tool, ...dockerPackages)];
  if (tool !== 'apt' || distribution.codename === '') return null;
  return [
    ...addAptSource({
      name: 'docker',
      keyUrl: `${address}/gpg`,
      lines: ['Types: deb', `URIs: ${address}`, `Suites: ${distribution.codename}`, 'Components: stable'],
    }),
    installing(tool, ...dockerPackages),
  ];
};

const nvidiaAddress = 'https://nvidia.github.io/libnvidia-container';
const cdiFile = '/etc/cdi/nvidia.yaml';

/** Describes the GPUs to the engine by the container device interface, one name for each. */
export const describeGpus: CommandStep = command(['nvidia-ctk', 'cdi', 'generate', `--output=${cdiFile}`], {
  ...root,
  undo: ['rm', '-f', cdiFile],
});

export const toolkitFromNvidia = (tool: PackageTool): CommandStep[] => {
  const toolkit = installing(tool, 'nvidia-container-toolkit');
  if (tool === 'apt')
    return [
      ...addAptSource({
        name: 'nvidia-container-toolkit',
        keyUrl: `${nvidiaAddress}/gpgkey`,
        lines: ['Types: deb', `URIs: ${nvidiaAddress}/stable/deb/amd64`, 'Suites: /'],
      }),
      toolkit,
    ];
  if (tool === 'pacman') return [toolkit];
  return [
    ...addRpmSource(tool, 'nvidia-container-toolkit', `${nvidiaAddress}/stable/rpm/nvidia-container-toolkit.repo`),
    toolkit,
  ];
};
