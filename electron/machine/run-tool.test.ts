import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunTool, type ToolRequest } from './run-tool.ts';

/** Real processes: each test writes a shell script and runs it as a tool. */
describe.skipIf(process.platform === 'win32')('running a tool', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'perigee-run-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const runScript = async (
    script: string,
    request: Partial<ToolRequest> = {},
    signal = new AbortController().signal,
  ) => {
    await writeFile(path.join(dir, 'some-smi'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const runTool = createRunTool({ platform: process.platform, env: { PATH: `${dir}:/usr/bin:/bin` } });
    return runTool({ tool: 'some-smi', args: [], timeoutMs: 10_000, acceptExitCodes: [0], ...request }, signal);
  };

  it('gives what the tool printed', async () => {
    expect(await runScript('echo "$1 $LC_ALL"', { args: ['-q'] })).toEqual({ stdout: '-q C\n', exitCode: 0 });
  });

  it('gives what it complained of when it printed nothing', async () => {
    expect(await runScript('echo no driver >&2')).toEqual({ stdout: 'no driver\n', exitCode: 0 });
  });

  it('says null for a tool that is not installed', async () => {
    const runTool = createRunTool({ platform: process.platform, env: { PATH: dir } });
    const request = { tool: 'no-such-tool', args: [], timeoutMs: 1_000, acceptExitCodes: [0] };
    expect(await runTool(request, new AbortController().signal)).toBeNull();
  });

  it('takes only the exit codes that the caller can read', async () => {
    expect(await runScript('echo no driver; exit 9', { acceptExitCodes: [0, 9] })).toMatchObject({ exitCode: 9 });
    await expect(runScript('echo wrong option >&2; exit 2')).rejects.toMatchObject({
      code: 'GPU_TOOL_FAILED',
      data: { tool: 'some-smi', reason: 'failed', detail: 'exit 2: wrong option' },
    });
  });

  it('ends a tool that hangs, and does not wait for the children that hold its pipes', async () => {
    const started = performance.now();
    await expect(runScript('sleep 30 & sleep 30', { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'GPU_TOOL_FAILED',
      data: { reason: 'timed_out' },
    });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('settles as soon as it is cancelled', async () => {
    const controller = new AbortController();
    const running = runScript('exec sleep 30', {}, controller.signal);
    setTimeout(() => controller.abort(), 100);
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(runScript('echo', {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('refuses endless output', async () => {
    await expect(runScript('exec cat /dev/zero')).rejects.toMatchObject({
      code: 'GPU_TOOL_FAILED',
      data: { reason: 'unreadable' },
    });
  });
});
