/** Runs one scenario of scenario.ts in a process of its own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { env } from './real-probe.ts';

const entryPath = fileURLToPath(new URL('./scenario.ts', import.meta.url));

/** @returns what the scenario sent. @throws when its process ended without */
export const runScenario = (name: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = fork(entryPath, [name], {
      env,
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('message', resolve);
    child.on('exit', (code, signal) =>
      reject(new Error(`the scenario ended with ${code ?? signal}: ${errors.slice(0, 2000)}`)),
    );
  });
