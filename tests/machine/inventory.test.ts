/** Reads the machine that the tests run on, through every real source but the probe and the engine. */
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { findTool } from '../../electron/machine/find-tool.ts';
import { createMachine } from '../../electron/machine/machine.ts';
import { createRunTool } from '../../electron/machine/run-tool.ts';
import { createSystemInformation } from '../../electron/machine/system-information/read.ts';
import { inventorySchema } from '../../shared/contract/app/machine.ts';

const machine = createMachine({
  clock: { now: Date.now, monotonic: () => performance.now(), sleep: async () => {} },
  runTool: createRunTool(),
  systemInformation: createSystemInformation(),
  listAdapters: async () => [],
  readEngine: async () => ({ version: null, name: null, socketPath: null, osType: null, problem: null }),
  diskPath: os.homedir(),
});
const never = new AbortController().signal;
const hasNvidia = (await findTool('nvidia-smi', { platform: process.platform, env: process.env })) !== null;

describe('this machine', () => {
  it('has an inventory that satisfies the contract', async () => {
    const inventory = await machine.readInventory(never);
    expect(inventorySchema.parse(inventory)).toEqual(inventory);
    expect(inventory.cpu.threads).toBeGreaterThan(0);
    expect(inventory.memory.totalBytes).toBeGreaterThan(inventory.memory.freeBytes);
    expect(inventory.disk.freeBytes).toBeGreaterThan(0);
    expect(new Set(inventory.gpus.map(({ id }) => id)).size).toBe(inventory.gpus.length);
  });

  it('has readings for each NVIDIA GPU that nvidia-smi lists, and hears of none where there is no nvidia-smi', async () => {
    const inventory = await machine.readInventory(never);
    const { gpus } = await machine.readReadings(inventory, never);
    const told = inventory.gpus.filter(({ name }) => name.source === 'nvidia-smi-xml');
    if (!hasNvidia) expect(told).toEqual([]);
    for (const { id } of told) expect(gpus[id]?.temperatureCelsius).toBeGreaterThan(0);
    expect(Object.keys(gpus).sort()).toEqual(inventory.gpus.map(({ id }) => id).sort());
  });

  it('has a load of its processor between two looks', async () => {
    await machine.readReadings({ gpus: [] }, never);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { cpu } = await machine.readReadings({ gpus: [] }, never);
    expect(cpu.load).toBeGreaterThanOrEqual(0);
    expect(cpu.load).toBeLessThanOrEqual(1);
  });
});
