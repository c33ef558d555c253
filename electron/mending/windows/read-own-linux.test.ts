import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownLinuxDir } from '../../docker/own-linux.ts';
import { readOwnLinux } from './read-own-linux.ts';

let dir = '';
const { LOCALAPPDATA } = process.env;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-own-'));
  process.env.LOCALAPPDATA = dir;
});
afterEach(() => {
  if (LOCALAPPDATA === undefined) delete process.env.LOCALAPPDATA;
  else process.env.LOCALAPPDATA = LOCALAPPDATA;
  // Elsewhere than on Windows the folder beside it has a separator in its name.
  rmSync(ownLinuxDir(process.env, ''), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
});

const asking = (answers: Record<string, string | null>) => {
  const asked: string[] = [];
  return {
    asked,
    ask: async (_tool: string, args: string[]): Promise<string | null> => {
      const words = args.join(' ');
      asked.push(words);
      return Object.entries(answers).find(([part]) => words.includes(part))?.[1] ?? null;
    },
  };
};
const listed = '  NAME       STATE      VERSION\n* perigee    Stopped    2\n';

it('runs nothing in a distribution of that name whose disk is not where ours is', async () => {
  const { ask, asked } = asking({ list: listed });
  expect(await readOwnLinux(ask)).toMatchObject({ isNameTaken: true, own: null });
  expect(asked).toEqual(['--list --verbose']);
});

it('finds none where none is listed', async () => {
  const { ask } = asking({ list: null });
  expect(await readOwnLinux(ask)).toMatchObject({ isNameTaken: false, own: null });
});

it('reads what is in ours', async () => {
  mkdirSync(ownLinuxDir(process.env, ''), { recursive: true });
  writeFileSync(`${ownLinuxDir(process.env, '')}/ext4.vhdx`, '');
  const { ask } = asking({
    list: listed,
    cat: 'ID=debian\nVERSION_CODENAME=trixie\n',
    ls: '/usr/bin/dockerd\n',
  });
  expect((await readOwnLinux(ask)).own).toEqual({
    distribution: { id: 'debian', like: [], codename: 'trixie' },
    ...{ hasEngine: true, hasNvidiaToolkit: false, hasGpuRuntime: false },
  });
});
