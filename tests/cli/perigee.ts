/**
 * The headless app as a process of its own, as it is built (tests/build-first.ts): one verb to its end, or `up` until it is stopped or
 * killed. Ends only what it started.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Face, faceOfRunning } from '../../electron/headless/cli/face.ts';
import type { AppState } from '../../shared/contract/app/index.ts';

const ownEntry = join(import.meta.dirname, '../../dist/headless/main.js');

export interface Surroundings {
  env?: NodeJS.ProcessEnv;
  deadlineMs?: number;
  /** Of another build than this tree's. */
  entry?: string;
}

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

const spawnPerigee = (args: readonly string[], { env = process.env, entry = ownEntry }: Surroundings): ChildProcess =>
  spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });

const gather = (child: ChildProcess): { stdout: string; stderr: string } => {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString('utf8');
  });
  return said;
};

/** Runs one verb to its end; past the deadline it is killed and `signal` says so. */
export const perigee = (args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawnPerigee(args, surroundings);
    const said = gather(child);
    const late = setTimeout(() => child.kill('SIGKILL'), surroundings.deadlineMs ?? 60_000);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(late);
      resolve({ code, signal, ...said });
    });
  });

/** What a verb printed with `--json`. @throws when it is anything but one object on one line */
export const jsonOf = ({ stdout, stderr }: Outcome): Record<string, unknown> => {
  if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`not one JSON object on one line: ${stdout}\n${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
};

export interface RunningApp {
  readonly pid: number;
  readonly dataDir: string;
  /** Its pages' address, without the launch code. */
  readonly url: string;
  readonly face: Face;
  /** Everything it wrote on standard error so far. */
  log(): string;
  /** The first live state that is so. @throws when none came in time, with what the app logged */
  until(isSo: (state: AppState) => boolean, what: string, deadlineMs?: number): Promise<AppState>;
  /** Sends the signal and waits for the end, however it comes. */
  end(signal: NodeJS.Signals): Promise<Outcome>;
}

const endDeadlineMs = 20_000;

/** Starts `up` on a folder and waits until it answers. @throws with its output when it ends before that */
export const startApp = async (
  dataDir: string,
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<RunningApp> => {
  const child = spawnPerigee(['up', '--json', '--data', dataDir, ...args], surroundings);
  const said = gather(child);
  const ended = new Promise<Outcome>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, ...said })),
  );
  const late = setTimeout(() => child.kill('SIGKILL'), surroundings.deadlineMs ?? 60_000);
  const line = await new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    void ended.then(({ code, signal }) =>
      reject(new Error(`up ended with ${signal ?? code}: ${said.stdout}${said.stderr}`)),
    );
  }).finally(() => clearTimeout(late));
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  const face = await faceOfRunning(dataDir);
  return {
    pid,
    dataDir,
    url: new URL(url).origin,
    face,
    log: () => said.stderr,
    until: async (isSo, what, deadlineMs = 60_000) => {
      let last: AppState | null = null;
      try {
        for await (const state of face.watch(AbortSignal.timeout(deadlineMs))) {
          last = state;
          if (isSo(state)) return state;
        }
      } catch (cause) {
        throw new Error(`never came: ${what}; last status ${asText(last?.status)}\n${said.stderr.slice(-3000)}`, {
          cause,
        });
      }
      throw new Error(`never came: ${what}; last status ${asText(last?.status)}\n${said.stderr.slice(-3000)}`);
    },
    end: async (signal) => {
      face.close();
      child.kill(signal);
      const kill = setTimeout(() => child.kill('SIGKILL'), endDeadlineMs);
      return ended.finally(() => clearTimeout(kill));
    },
  };
};

const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)) ?? 'none';

/** Codes of what stands in the way. */
export const codesOf = ({ status }: AppState): string[] => status.problems.map(({ problem }) => problem.code);

const parentOf = (pid: string): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
};

/** Living children of a process; Linux only. */
export const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
