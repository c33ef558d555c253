import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgramsSource } from './programs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'perigee-proc-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const end = (pid: number): void => rmSync(path.join(folder, String(pid)), { recursive: true, force: true });
/** As the kernel shows it; another user's process has no `exe` to read, and a kernel thread no command line. */
const run = (pid: number, { exe = '', comm = '', cmdline = '' }): void => {
  end(pid);
  const at = path.join(folder, String(pid));
  mkdirSync(at);
  if (exe !== '') symlinkSync(exe, path.join(at, 'exe'));
  writeFileSync(path.join(at, 'comm'), `${comm}\n`);
  writeFileSync(path.join(at, 'cmdline'), cmdline);
};

/** Programs seen at the first look, and again after each change. */
const looksAt = async (listed: string[], ...changes: (() => void)[]): Promise<unknown[]> => {
  const closing = new AbortController();
  const sleep = async (): Promise<void> => {
    const change = changes.shift();
    if (change) change();
    else closing.abort();
  };
  const seen: unknown[] = [];
  const source = createProgramsSource({ now: () => 0, monotonic: () => 0, sleep }, () => listed, folder);
  await source.watch(({ programs }) => seen.push(programs), closing.signal);
  return seen;
};
const again = (): void => undefined;

describe.skipIf(process.platform === 'win32')('the owner’s programs that run', () => {
  it('are known by file, by command and by the program that Wine runs', async () => {
    run(1, { exe: '/usr/lib/systemd/systemd', comm: 'systemd', cmdline: '/sbin/init\0splash\0' });
    run(20, { exe: '/opt/Blender/blender', comm: 'render-main' });
    run(21, { comm: 'DOOMEternalx64v', cmdline: '' });
    run(22, {
      exe: '/usr/lib/wine/wine64-preloader',
      comm: 'Main',
      cmdline: 'Z:\\Games\\The Witcher 3\\witcher3.exe\0-windowed\0',
    });
    const listed = ['witcher3', 'Blender', 'DOOMEternalx64vk.exe', 'mpv'];
    expect(await looksAt(listed)).toEqual([['witcher3', 'Blender', 'DOOMEternalx64vk.exe']]);
  });

  it('are known by a command that was cut off after a space', async () => {
    run(21, { comm: 'Baldurs Gate 3 ' });
    expect(await looksAt(['Baldurs Gate 3 Launcher'])).toEqual([['Baldurs Gate 3 Launcher']]);
  });

  it('are not known by a later argument, nor by what is no process', async () => {
    run(20, { exe: '/usr/bin/vim', comm: 'vim', cmdline: 'vim\0/home/me/blender\0' });
    mkdirSync(path.join(folder, 'sys'));
    writeFileSync(path.join(folder, 'sys', 'comm'), 'blender\n');
    expect(await looksAt(['blender'])).toEqual([[]]);
  });

  it('come and go', async () => {
    const seen = await looksAt(
      ['blender'],
      () => run(30, { comm: 'blender' }),
      () => end(30),
    );
    expect(seen).toEqual([[], ['blender'], []]);
  });

  it('are seen once a new process has become one', async () => {
    run(30, { exe: '/usr/bin/bash', comm: 'bash' });
    const seen = await looksAt(['blender'], again, () => run(30, { exe: '/opt/blender', comm: 'blender' }));
    expect(seen).toEqual([[], [], ['blender']]);
  });

  it('are not looked for anew in processes that are long known', async () => {
    run(30, { comm: 'bash' });
    const seen = await looksAt(['blender'], again, again, () => run(30, { comm: 'blender' }));
    expect(seen.at(-1)).toEqual([]);
  });

  it('are found in old processes when the owner lists them now', async () => {
    run(30, { comm: 'blender' });
    const listed: string[] = [];
    const seen = await looksAt(
      listed,
      () => listed.push('mpv'),
      again,
      again,
      again,
      () => listed.push('blender'),
    );
    expect([seen[0], seen.at(-1)]).toEqual([[], ['blender']]);
  });

  it('are not looked for where none is listed, and not known where there is no table', async () => {
    rmSync(folder, { recursive: true });
    expect(await looksAt([])).toEqual([[]]);
    await expect(looksAt(['blender'])).rejects.toThrow('ENOENT');
    mkdirSync(folder);
  });
});
