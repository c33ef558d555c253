import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTool, toolCandidates } from './find-tool.ts';

describe('where a tool may lie', () => {
  it('looks in System32 and NVSMI before PATH on Windows', () => {
    const env = { Path: 'C:\\Tools;relative', SystemRoot: 'D:\\Windows', ProgramFiles: 'D:\\Programs' };
    expect(toolCandidates('nvidia-smi', { platform: 'win32', env })).toEqual([
      'D:\\Windows\\System32\\nvidia-smi.exe',
      'D:\\Programs\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe',
      'C:\\Tools\\nvidia-smi.exe',
    ]);
  });

  it('looks in PATH first on Linux, then where WSL keeps the driver', () => {
    const candidates = toolCandidates('nvidia-smi', { platform: 'linux', env: { PATH: '/home/me/bin:.:/usr/bin' } });
    expect(candidates[0]).toBe('/home/me/bin/nvidia-smi');
    expect(candidates).toContain('/usr/lib/wsl/lib/nvidia-smi');
    expect(candidates.every((candidate) => candidate.startsWith('/'))).toBe(true);
    expect(new Set(candidates).size).toBe(candidates.length);
  });
});

describe('finding a tool', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'perigee-tool-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it.skipIf(process.platform === 'win32')('passes over a file that cannot be run', async () => {
    const places = { platform: process.platform, env: { PATH: dir } };
    await writeFile(path.join(dir, 'perigee-test-tool'), '', { mode: 0o644 });
    expect(await findTool('perigee-test-tool', places)).toBeNull();
    await writeFile(path.join(dir, 'perigee-other-tool'), '', { mode: 0o755 });
    expect(await findTool('perigee-other-tool', places)).toBe(path.join(dir, 'perigee-other-tool'));
  });
});
