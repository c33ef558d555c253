import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan.ts';
import { parseOsRelease } from './os-release.ts';
import { type LinuxFacts, planLinux } from './plan-linux.ts';

const debian = parseOsRelease('ID=debian\nVERSION_CODENAME=bookworm\n');
const facts = (change: Partial<LinuxFacts> = {}): LinuxFacts => ({
  ...{ distribution: debian, user: 'ana', isRoot: false, hasSystemd: true, hasEngine: false },
  ...{ isInDockerGroup: false, hasNvidiaToolkit: false, ...change },
});
const wordsOf = (plan: Plan | null): string[] =>
  plan?.kind === 'steps' ? plan.steps.flatMap((step) => (step.kind === 'command' ? [step.command.join(' ')] : [])) : [];

describe('/etc/os-release', () => {
  it.each([
    ['ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble', 'ubuntu', ['debian'], 'noble'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'opensuse-tumbleweed', ['opensuse', 'suse'], ''],
    ["# a comment\nID='arch'\r\n", 'arch', [], ''],
    ['', '', [], ''],
    // Nothing of it gets into a command or an address but plain words.
    ['ID=$(reboot)\nVERSION_CODENAME="../../x y"\nID_LIKE="debian; rm"', '', ['rm'], ''],
  ])('%j', (text, id, like, codename) => {
    const read = parseOsRelease(text);
    expect(read.id).toBe(id);
    expect(read.codename).toBe(codename);
    expect(read.like).toEqual(expect.arrayContaining(like));
  });
});

describe('what mends a Linux PC', () => {
  it.each([
    ['ID=debian', 'apt-get install -y docker.io'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'apt-get install -y docker.io'],
    ['ID=fedora', 'dnf install -y moby-engine'],
    ['ID=manjaro\nID_LIKE=arch', 'pacman -S --noconfirm --needed docker'],
    ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', 'zypper --non-interactive install docker'],
  ])('installs the engine on %j', (release, first) => {
    const plan = planLinux('ENGINE_ABSENT', facts({ distribution: parseOsRelease(release) }));
    expect(wordsOf(plan)).toEqual([first, 'systemctl enable --now docker', 'usermod -aG docker ana']);
    expect(plan).toMatchObject({ afterwards: 'log_in_again' });
  });

  it('leaves a distribution alone that it does not know', () =>
    expect(planLinux('ENGINE_ABSENT', facts({ distribution: parseOsRelease('ID=plan9') }))).toEqual({
      kind: 'by_hand',
      name: 'unknown_distribution',
    }));

  it('starts an engine that is only asleep, and gives nobody a group who needs none', () => {
    expect(wordsOf(planLinux('ENGINE_UNREACHABLE', facts({ hasEngine: true })))).toEqual([
      'systemctl enable --now docker',
    ]);
    expect(wordsOf(planLinux('ENGINE_ABSENT', facts({ hasEngine: true, hasSystemd: false })))).toEqual([
      'service docker start',
    ]);
    expect(wordsOf(planLinux('ENGINE_ABSENT', facts({ isRoot: true })))).toHaveLength(2);
    expect(planLinux('ENGINE_ABSENT', facts({ isInDockerGroup: true }))).toMatchObject({ afterwards: null });
  });

  it('takes a newer engine from Docker where Docker packs for it, and says nothing where not', () => {
    const plan = planLinux('ENGINE_OUTDATED', facts());
    expect(wordsOf(plan)).toEqual([
      'install -m 0755 -d /etc/apt/keyrings',
      'curl -fsSL https://download.docker.com/linux/debian/gpg -o /etc/apt/keyrings/docker.asc',
      'tee /etc/apt/sources.list.d/docker.sources',
      'apt-get update',
      'apt-get install -y docker-ce docker-ce-cli containerd.io',
    ]);
    expect(plan?.kind === 'steps' && plan.steps[2]).toMatchObject({
      input:
        'Types: deb\nURIs: https://download.docker.com/linux/debian\nSuites: bookworm\nComponents: stable\nSigned-By: /etc/apt/keyrings/docker.asc\n',
    });
    expect(planLinux('ENGINE_OUTDATED', facts({ distribution: parseOsRelease('ID=arch') }))).toBeNull();
    expect(planLinux('ENGINE_OUTDATED', facts({ distribution: parseOsRelease('ID=debian') }))).toBeNull();
  });

  it('gives containers a GPU by the toolkit and a description, or by the description alone', () => {
    const words = wordsOf(planLinux('GPU_CONTAINERS_OFF', facts()));
    expect(words.at(-2)).toBe('apt-get install -y nvidia-container-toolkit');
    expect(words.at(-1)).toBe('nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml');
    expect(wordsOf(planLinux('GPU_CONTAINERS_OFF', facts({ hasNvidiaToolkit: true })))).toHaveLength(1);
  });

  it('does nothing as root that it cannot take back, but for looking up packages and making a folder', () => {
    const codes = ['ENGINE_ABSENT', 'ENGINE_DENIED', 'ENGINE_OUTDATED', 'GPU_CONTAINERS_OFF'] as const;
    const lasting = codes
      .flatMap((code) => {
        const plan = planLinux(code, facts());
        return plan?.kind === 'steps' ? plan.steps : [];
      })
      .filter((step) => step.kind === 'command' && step.undo === null)
      .map((step) => (step.kind === 'command' ? step.command.join(' ') : ''));
    expect([...new Set(lasting)]).toEqual(['install -m 0755 -d /etc/apt/keyrings', 'apt-get update']);
  });

  it.each(['NO_GPU', 'NETWORK_UNREACHABLE', 'DISK_FULL'] as const)('mends nothing of %s', (code) =>
    expect(planLinux(code, facts())).toBeNull(),
  );
});
