/** The GPUs of this machine with the real probe, for the tests of this folder and for the figures. */
import { systemClock } from '../../electron/core/system-clock.ts';
import { createMachine, type Machine } from '../../electron/machine/machine.ts';
import { createRunTool } from '../../electron/machine/run-tool.ts';
import { createSystemInformation } from '../../electron/machine/system-information/read.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';
import { createProbePool, type ProbePool } from '../../electron/probe/pool.ts';
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';

const entryPath = new URL('../../electron/probe/child.ts', import.meta.url).pathname;

export interface RealCards {
  pool: ProbePool;
  machine: Machine;
  inventory: Inventory;
  /** Those that kernels can run on; software adapters are none. */
  cards: Gpu[];
}

export const openRealCards = async (): Promise<RealCards> => {
  const pool = createProbePool({
    spawn: spawnNodeProbe({ execPath: process.execPath, entryPath }),
    clock: systemClock,
  });
  const machine = createMachine({
    clock: systemClock,
    runTool: createRunTool(),
    systemInformation: createSystemInformation(),
    listAdapters: (signal) => pool.listAdapters(signal),
    readEngine: async () => ({ version: null, name: null, socketPath: null, osType: null, problem: null }),
    readLostAddresses: async () => [],
    diskPath: process.cwd(),
  });
  const inventory = await machine.readInventory(new AbortController().signal);
  const cards = inventory.gpus.filter(({ kind, unusable }) => kind !== 'software' && unusable === null);
  return { pool, machine, inventory, cards };
};
