/** Runs one scenario in a process of its own: of scenario.ts, or of another file of that kind. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { env } from './real-probe.ts';

const ownScenarios = new URL('./scenario.ts', import.meta.url);

/** @returns what the scenario sent. @throws when its process ended without */
export const runScenario = (name: string, scenarios = ownScenarios, childEnv = env): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(scenarios), [name], {
      env: childEnv,
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
