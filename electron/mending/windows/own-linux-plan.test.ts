import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { textOfCapture } from '../../machine/reports/captured-text.ts';
import { parseOsRelease } from '../linux/os-release.ts';
import type { Plan } from '../plan.ts';
import { type OwnLinux, planInOwnLinux, planOwnLinux } from './own-linux-plan.ts';
import { parseWslList } from './wsl-list.ts';

const transcript = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../tests/fixtures/mending', name), 'utf8');

describe('wsl --list --verbose', () => {
  it('is read from transcripts, by the places of its columns', () => {
    expect(parseWslList(transcript('wsl-list-four.txt'))).toEqual([
      { name: 'Ubuntu', version: 2, isDefault: true },
      { name: 'Legacy', version: 1, isDefault: false },
      { name: 'Ubuntu-18.04', version: 1, isDefault: false },
      { name: 'docker-desktop', version: 2, isDefault: false },
    ]);
    expect(parseWslList(transcript('wsl-list-ragged.txt')).map(({ name }) => name)).toEqual([
      ...['Ubuntu', 'docker-desktop', 'docker-desktop-data'],
    ]);
  });

  it('is read as wsl.exe writes it: UTF-16 without a mark, with Windows’ line ends', () => {
    const text = transcript('wsl-list-four.txt').replaceAll('\n', '\r\n');
    expect(parseWslList(textOfCapture(Buffer.from(text, 'utf16le')))).toHaveLength(4);
  });

  it.each([
    ['  名称        状态          版本\r\n* perigee     正在运行      2\r\n', ['perigee']],
    ['  NOM        ÉTAT                   VERSION\n* perigee    En cours d’exécution    2\n', ['perigee']],
    ['Windows Subsystem for Linux has no installed distributions.\n', []],
    ['Подсистема Windows для Linux не имеет установленных дистрибутивов.', []],
    ['', []],
    [null, []],
  ])('%j lists %j', (text, names) => expect(parseWslList(text).map(({ name }) => name)).toEqual(names));
});

const own: OwnLinux = {
  distribution: parseOsRelease('ID=debian\nVERSION_CODENAME=trixie\n'),
  ...{ hasEngine: false, hasNvidiaToolkit: false, hasGpuRuntime: false },
};
const stepsOf = (plan: Plan | null) => (plan?.kind === 'steps' ? plan.steps : []);
const commandsOf = (plan: Plan | null): string[] =>
  stepsOf(plan).flatMap((step) => (step.kind === 'command' ? [step.command.join(' ')] : []));
const inside = 'wsl.exe --distribution perigee --user root --exec';

describe('a Linux of our own in WSL', () => {
  it('is made apart from every other, without Windows’ drives, and goes with one command', () => {
    const plan = planOwnLinux('C:\\PerigeeEngine');
    expect(commandsOf(plan)).toEqual([
      'wsl.exe --install --distribution Debian --name perigee --location C:\\PerigeeEngine --no-launch',
      `${inside} tee /etc/wsl.conf`,
      'wsl.exe --terminate perigee',
    ]);
    expect(stepsOf(plan).map((step) => (step.kind === 'command' ? step.undo : null))).toEqual([
      ['wsl.exe', '--unregister', 'perigee'],
      null,
      null,
    ]);
    const [, conf] = stepsOf(plan);
    expect(conf?.kind === 'command' && conf.input).toMatch(/systemd=true\n\[automount\]\nenabled=false/);
  });

  it('gets the engine from Docker’s own packages, all of it inside and none of it asking for an administrator', () => {
    const plan = planInOwnLinux('ENGINE_ABSENT', own);
    const commands = commandsOf(plan);
    expect(commands.every((text) => text.startsWith(`${inside} `))).toBe(true);
    expect(commands[1]).toBe(`${inside} apt-get install -y ca-certificates curl`);
    expect(commands.at(-2)).toBe(`${inside} apt-get install -y docker-ce docker-ce-cli containerd.io`);
    expect(commands.at(-1)).toBe(`${inside} systemctl enable --now docker`);
    expect(stepsOf(plan).some((step) => step.kind === 'command' && (step.asRoot || step.undo !== null))).toBe(false);
    const list = stepsOf(plan).find((step) => step.kind === 'command' && step.command.includes('tee'));
    expect(list?.kind === 'command' && list.input).toContain('Suites: trixie');
  });

  it.each<[ProblemCode, Partial<OwnLinux>, string | null]>([
    ['ENGINE_UNREACHABLE', { hasEngine: true }, 'start_engine'],
    ['ENGINE_OUTDATED', { hasEngine: true }, 'newer_engine'],
    ['ENGINE_ABSENT', { distribution: parseOsRelease('ID=arch') }, null],
    ['GPU_CONTAINERS_OFF', { hasEngine: true }, 'gpu_in_containers'],
    ['STAKE_MISSING', {}, null],
  ])('%s with %j: %s', (code, change, name) =>
    expect(planInOwnLinux(code, { ...own, ...change })?.name ?? null).toBe(name),
  );

  it('is told of NVIDIA’s runtime, and gets the toolkit once', () => {
    const all = commandsOf(planInOwnLinux('GPU_CONTAINERS_OFF', own));
    expect(all.some((text) => text.endsWith('apt-get install -y nvidia-container-toolkit'))).toBe(true);
    const rest = planInOwnLinux('GPU_CONTAINERS_OFF', { ...own, hasNvidiaToolkit: true });
    expect(commandsOf(rest)).toEqual([`${inside} tee /etc/docker/daemon.json`, `${inside} systemctl restart docker`]);
    const [daemon] = stepsOf(rest);
    expect(daemon?.kind === 'command' && JSON.parse(daemon.input ?? '')).toEqual({
      runtimes: { nvidia: { path: 'nvidia-container-runtime', args: [] } },
    });
  });
});
