import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandCandidate, findTool, toolCandidates } from './find-tool.ts';

describe('where a tool may lie', () => {
  it("looks in the vendors' folders before PATH on Windows", () => {
    const env = { Path: 'C:\\Tools;relative', SystemRoot: 'D:\\Windows', ProgramFiles: 'D:\\Programs' };
    const candidates = toolCandidates('nvidia-smi', { platform: 'win32', env });
    expect(candidates[0]).toBe('D:\\Windows\\System32\\nvidia-smi.exe');
    expect(candidates.at(-1)).toBe('C:\\Tools\\nvidia-smi.exe');
    expect(candidates).toContain('D:\\Programs\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe');
    expect(candidates).toContain('D:\\Programs\\AMD\\ROCm\\*\\bin\\nvidia-smi.exe');
    expect(candidates.some((candidate) => candidate.includes('relative'))).toBe(false);
  });

  it.each([
    ['win32', 'powershell', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'],
    ['win32', 'xpu-smi', 'C:\\Program Files\\Intel\\XPU Manager\\xpu-smi.exe'],
    ['linux', 'rocm-smi', '/opt/rocm/bin/rocm-smi'],
    ['linux', 'amd-smi', '/opt/rocm-*/bin/amd-smi'],
    ['linux', 'lspci', '/usr/sbin/lspci'],
    ['darwin', 'system_profiler', '/usr/sbin/system_profiler'],
  ] as const)('knows where %s keeps %s', (platform, tool, candidate) =>
    expect(toolCandidates(tool, { platform, env: {} })).toContain(candidate),
  );

  it('takes the newest of the folders that a version names', () => {
    const names = ['rocm-6.9.0', 'rocm', 'rocm-6.10.1', 'other', 'rocm-'];
    expect(expandCandidate('/opt/rocm-*/bin/rocm-smi', names, path.posix)).toEqual([
      '/opt/rocm-6.10.1/bin/rocm-smi',
      '/opt/rocm-6.9.0/bin/rocm-smi',
    ]);
    const windows = 'C:\\Program Files\\AMD\\ROCm\\*\\bin\\amd-smi.exe';
    expect(expandCandidate(windows, ['6.2', '7.1'], path.win32)[0]).toBe(
      'C:\\Program Files\\AMD\\ROCm\\7.1\\bin\\amd-smi.exe',
    );
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

  it.skipIf(process.platform === 'win32')('takes a folder of PATH with a star in its name for no pattern', async () => {
    await mkdir(path.join(dir, 'tools-1'));
    await writeFile(path.join(dir, 'tools-1', 'perigee-test-tool'), '', { mode: 0o755 });
    const places = { platform: process.platform, env: { PATH: path.join(dir, 'tools-*') } };
    expect(await findTool('perigee-test-tool', places)).toBeNull();
  });
});
