/**
 * The probe's child process on the desktop: Electron's utilityProcess, since a packaged app cannot fork itself as Node
 * (the RunAsNode fuse is off). Carries messages; knows none of them.
 */
import type { ProbeProcess } from '../probe/process.ts';

type Exit = { code: number | null; signal: string | null };
type Fork = (
  modulePath: string,
  args: string[],
  options: Electron.ForkOptions,
) => Pick<Electron.UtilityProcess, 'pid' | 'on' | 'once' | 'postMessage' | 'kill'>;

/**
 * @param fork  `utilityProcess.fork`
 * @param child  the probe's built entry, and its whole environment
 * @param killPid  `process.kill`; Electron's own kill asks with SIGTERM, which a hung driver call outlives
 */
export const spawnProbeProcess = (
  fork: Fork,
  { entryPath, env }: { entryPath: string; env: Record<string, string> },
  killPid: (pid: number, signal: 'SIGKILL') => void,
): ProbeProcess => {
  const messageListeners = new Set<(message: unknown) => void>();
  const exitListeners = new Set<(exit: Exit) => void>();
  let exit: Exit | null = null;

  const end = (how: Exit): void => {
    if (exit !== null) return;
    exit = how;
    for (const listener of [...exitListeners]) listener(how);
  };
  const start = () => {
    try {
      return fork(entryPath, [], { serviceName: 'Perigee probe', stdio: 'ignore', env });
    } catch {
      // Reported as an exit, on the next turn, when the caller has had time to listen.
      setImmediate(() => end({ code: null, signal: null }));
      return null;
    }
  };

  const utility = start();
  utility?.on('message', (message: unknown) => {
    for (const listener of [...messageListeners]) listener(message);
  });
  // Electron reports no signal. A killed child's code is the raw wait status or 15; the core asks only whether it ended.
  utility?.once('exit', (code: number) => end({ code, signal: null }));

  const kill = (): void => {
    if (utility === null || exit !== null) return;
    if (utility.pid === undefined) {
      utility.once('spawn', kill);
      return;
    }
    try {
      killPid(utility.pid, 'SIGKILL');
    } catch {
      // Already gone (ESRCH) or not ours to signal; Electron's own way is the last resort.
      utility.kill();
    }
  };

  return {
    send: (message) => {
      if (exit === null) utility?.postMessage(message);
    },
    onMessage: (listener) => {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onExit: (listener) => {
      if (exit !== null) {
        const how = exit;
        setImmediate(() => listener(how));
        return () => {};
      }
      exitListeners.add(listener);
      return () => exitListeners.delete(listener);
    },
    kill,
  };
};
