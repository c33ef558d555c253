import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMainsSource, isOnBatteryOf, type PowerSupply, readPowerSupplies } from './mains.ts';

const supply = (type: string, change: Partial<PowerSupply> = {}): PowerSupply => ({
  ...{ type, isOnline: null, status: null, scope: null, ...change },
});
const battery = (status: string, scope: string | null = null) => supply('Battery', { status, scope });
const charger = (isOnline: boolean, type = 'Mains') => supply(type, { isOnline });

describe('a PC on its battery', () => {
  it.each([
    ['a laptop without its charger', [battery('Discharging'), charger(false)], true],
    ['a laptop that says nothing of its charger', [battery('Discharging')], true],
    ['a laptop whose battery does not say what it does', [battery('Unknown'), charger(false)], true],
    ['a laptop that drains one of two batteries', [battery('Full'), battery('Discharging')], true],
    ['a server on its UPS', [supply('UPS', { status: 'Discharging' })], true],
  ])('is %s', (_title, supplies, isOnBattery) => {
    expect(isOnBatteryOf(supplies)).toBe(isOnBattery);
  });

  it.each([
    ['a laptop at its charger', [battery('Charging'), charger(true)]],
    ['a laptop that draws more than its charger gives', [battery('Discharging'), charger(true)]],
    ['a laptop that charges at one of two ports', [battery('Charging'), charger(false, 'USB'), charger(true, 'USB')]],
    ['a laptop at a charger too weak for it', [battery('Discharging'), charger(true, 'USB')]],
    ['a laptop that is full and names no charger', [battery('Full')]],
    ['a laptop that charges and names no charger', [battery('Charging')]],
  ])('is not %s', (_title, supplies) => {
    expect(isOnBatteryOf(supplies)).toBe(false);
  });

  it.each([
    ['nothing at all', []],
    ['mains only', [charger(true)]],
    ['a mouse with a battery', [battery('Discharging', 'Device'), charger(false, 'USB')]],
  ])('is not in question with %s', (_title, supplies) => {
    expect(isOnBatteryOf(supplies)).toBeNull();
  });
});

describe('the kernel’s table of power supplies', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'perigee-power-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, fields: Record<string, string>): void => {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (const [field, text] of Object.entries(fields)) writeFileSync(path.join(folder, name, field), `${text}\n`);
  };

  it('is read with whatever each supply says of itself', async () => {
    put('AC', { type: 'Mains', online: '0' });
    put('BAT0', { type: 'Battery', status: 'Not charging' });
    put('hidpp_battery_0', { type: 'Battery', status: 'Discharging', scope: 'Device', online: '1' });
    put('usb', { type: 'USB', online: '2' });
    const supplies = await readPowerSupplies(folder);
    expect(
      supplies.toSorted((a, b) => a.type.localeCompare(b.type) || Number(a.isOnline) - Number(b.isOnline)),
    ).toEqual([
      battery('Not charging'),
      supply('Battery', { status: 'Discharging', scope: 'Device', isOnline: true }),
      charger(false),
      charger(true, 'USB'),
    ]);
  });

  it('shows the plug that is pulled', async () => {
    put('AC', { type: 'Mains', online: '1' });
    put('BAT0', { type: 'Battery', status: 'Full' });
    const seen: unknown[] = [];
    const closing = new AbortController();
    const sleep = async (): Promise<void> => {
      if (seen.length > 1) closing.abort();
      put('AC', { online: '0' });
    };
    const source = createMainsSource({ now: () => 0, monotonic: () => 0, sleep }, folder);
    await source.watch(({ isOnBattery }) => seen.push(isOnBattery), closing.signal);
    expect(seen).toEqual([false, true]);
  });

  it('is not known where there is none', async () => {
    await expect(readPowerSupplies(path.join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});
