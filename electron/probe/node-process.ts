/** The probe's child as a forked Node: for every host but the desktop window. */
import { fork } from 'node:child_process';
import { probeEnv } from './child-env.ts';
import type { SpawnProbe } from './process.ts';
import { findLayer, layerEnv } from './vulkan-layer.ts';

export interface NodeProbe {
  /** The Node to run, such as process.execPath. */
  execPath: string;
  /** Path of the child's entry: child.ts, or its bundle. */
  entryPath: string;
  /** The whole environment of the child; by default what drivers need of our own. */
  env?: Readonly<Record<string, string>>;
  /** Folder of the selection layer; by default the one beside the entry, null where there is none. */
  layerDir?: string | null;
}

/** Its output is dropped: drivers write warnings there, and a CLI's own output must stay readable. */
export const spawnNodeProbe =
  ({ execPath, entryPath, env = probeEnv(process.env), layerDir = findLayer(entryPath) }: NodeProbe): SpawnProbe =>
  (selector) => {
    const child = fork(entryPath, [], {
      execPath,
      execArgv: [],
      env: layerEnv(env, layerDir, selector),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    const exits = new Set<(exit: { code: number | null; signal: string | null }) => void>();
    let ended: { code: number | null; signal: string | null } | null = null;
    const end = (code: number | null, signal: string | null): void => {
      if (ended) return;
      ended = { code, signal };
      for (const listener of exits) listener(ended);
    };
    child.on('exit', end);
    // a child that could not be started has an error and no exit
    child.on('error', () => {
      if (child.pid === undefined) end(null, null);
    });
    return {
      // the callback keeps a message to a child that has just died from becoming an 'error' event
      send: (message) => void (child.connected && child.send(message as object, () => {})),
      onMessage: (listener) => {
        child.on('message', listener);
        return () => child.off('message', listener);
      },
      onExit: (listener) => {
        exits.add(listener);
        if (ended) queueMicrotask(() => ended && exits.has(listener) && listener(ended));
        return () => exits.delete(listener);
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
