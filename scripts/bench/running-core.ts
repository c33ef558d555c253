/** Starts the built headless host on a data folder of its own, for one measurement. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const entry = join(import.meta.dirname, '../../dist/headless/main.js');

export interface RunningCore {
  pid: number;
  url: string;
  dataDir: string;
  spawnedAt: number;
  /** Beside the data folder, as given. */
  args: readonly string[];
  stop(): Promise<void>;
}

export const perigee = (args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess =>
  spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'ignore'], env });

/** @param dataDir a new one by default; stopping removes it either way */
export const startCore = async (
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
  dataDir = mkdtempSync(join(tmpdir(), 'perigee-bench-')),
): Promise<RunningCore> => {
  const spawnedAt = performance.now();
  const child = perigee(['up', '--json', '--data', dataDir, ...args], env);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { stdout } = child;
  if (!stdout) throw new Error('the core has no output');
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the core ended with ${code}`)));
  });
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  return {
    pid,
    url,
    dataDir,
    spawnedAt,
    args,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
