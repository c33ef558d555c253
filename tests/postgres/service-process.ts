/** The network alone in processes of their own, several on one database. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface ServiceProcess {
  readonly pid: number;
  readonly url: string;
  readonly metricsUrl: string;
  /** @returns what it says at /health; null when it does not answer */
  health(): Promise<{ status: string; bus: string; leader: { isThisProcess: boolean } | null } | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const main = join(import.meta.dirname, '../../network/main.ts');

/** @param given.busUrl  none by default @param given.words  beside those that it needs */
export const startProcess = async (
  databaseUrl: string,
  hourMs: number,
  given: { readonly busUrl?: string | undefined; readonly words?: readonly string[] } = {},
): Promise<ServiceProcess> => {
  const env = { ...process.env, PERIGEE_DATABASE: databaseUrl, PERIGEE_BUS: given.busUrl ?? '' };
  const child: ChildProcess = spawn(
    process.execPath,
    [main, '--port', '0', '--hour', `${hourMs}ms`, '--metrics', '0', ...(given.words ?? [])],
    { stdio: ['ignore', 'pipe', 'pipe'], env },
  );
  let said = '';
  // Read to the end, or a full pipe would stop it; the last of it says why it ended.
  child.stderr?.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-2_000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('close', (code) => reject(new Error(`the network ended with ${code}: ${said}`)));
  });
  const { url, metrics } = JSON.parse(line) as { url: string; metrics: string };
  return {
    pid: child.pid ?? 0,
    url,
    metricsUrl: metrics,
    health: async () => {
      try {
        return (await (await fetch(`${url}/health`)).json()) as Awaited<ReturnType<ServiceProcess['health']>>;
      } catch {
        return null;
      }
    },
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
};
