import { describe, expect, it } from 'vitest';
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';
import { refusalOfClaim } from '../../shared/domain/hardware/claim.ts';
import { chooseHardware } from './hardware.ts';

const gibibyte = 2 ** 30;
const fact = <T>(value: T | null) => ({ value, source: null, conflicts: [] });

const gpu = (id: string, name: string, change: Partial<Gpu> = {}): Gpu => ({
  id,
  name: fact(name),
  vendor: fact<'nvidia'>('nvidia'),
  kind: 'discrete',
  vramBytes: fact(24 * gibibyte),
  driver: fact('595.84'),
  pciAddress: fact(id),
  uuid: fact<string>(null),
  pciId: fact<string>(null),
  powerLimitWatts: fact<number>(null),
  mig: null,
  model: null,
  adapterName: name,
  selector: null,
  unusable: null,
  ...change,
});
const rtx4090 = (id: string, change: Partial<Gpu> = {}): Gpu => gpu(id, 'NVIDIA GeForce RTX 4090', change);

const pcWith = (gpus: Gpu[]): Inventory => ({
  readAt: 0,
  hostName: 'pc',
  platform: 'linux',
  gpus,
  displays: [],
  cpu: { name: 'CPU', threads: 8, virtualization: null },
  memory: { totalBytes: 64 * gibibyte, freeBytes: 32 * gibibyte },
  disk: { path: '/', totalBytes: null, freeBytes: null },
  engine: { version: null, name: null, socketPath: null, osType: null, problem: null },
  problems: [],
});

const software = gpu('llvmpipe', 'llvmpipe', { kind: 'software', vramBytes: fact<number>(null) });

describe('the hardware that takes part', () => {
  it('is every card of the best class, each with its own selector', () => {
    const twins = [rtx4090('0000:01:00.0', { selector: 'a' }), rtx4090('0000:02:00.0', { selector: 'b' })];
    const { claim, gpus } = chooseHardware(pcWith([gpu('x', 'NVIDIA GeForce RTX 3060'), ...twins]), [], true);
    expect(claim).toMatchObject({ kind: 'gpu', class: 'rtx-4090', count: 2 });
    expect(claim.gpus).toHaveLength(2);
    expect(gpus.map(({ id, selector }) => [id, selector])).toEqual([
      ['0000:01:00.0', 'a'],
      ['0000:02:00.0', 'b'],
    ]);
    expect(refusalOfClaim(claim)).toBeNull();
  });

  it('leaves out what the owner keeps, what cannot be selected and what does not work', () => {
    const cards = [
      rtx4090('kept'),
      rtx4090('twin', { unusable: 'not_separable', adapterName: null }),
      rtx4090('fake', { unusable: 'impostor' }),
      rtx4090('good'),
    ];
    expect(chooseHardware(pcWith(cards), ['kept'], true).gpus.map(({ id }) => id)).toEqual(['good']);
  });

  it('offers what is free of a card’s memory, less a little', () => {
    const { claim } = chooseHardware(pcWith([rtx4090('a')]), [], true, () => 20 * gibibyte);
    expect(claim.gpus[0]?.offeredBytes).toBe(19 * gibibyte);
  });

  it('claims no class whose memory it cannot show', () => {
    const { claim } = chooseHardware(pcWith([rtx4090('a', { vramBytes: fact<number>(null) })]), [], true);
    expect(claim.class).toBe('unlisted');
    expect(refusalOfClaim(claim)).toBeNull();
  });

  it('takes a software adapter only where it is accepted, and one of them', () => {
    const two = pcWith([software, { ...software, id: 'SwiftShader', adapterName: 'SwiftShader' }]);
    expect(chooseHardware(two, [], true).claim).toMatchObject({ class: 'software-gpu', count: 1, isSoftware: true });
    expect(chooseHardware(two, [], false)).toMatchObject({ claim: { kind: 'cpu', class: 'cpu', gpus: [] }, gpus: [] });
  });

  it('has the system’s memory where it is shared', () => {
    const m4 = gpu('apple', 'Apple M4 Max', { kind: 'unified', vramBytes: fact<number>(null) });
    const { claim } = chooseHardware(pcWith([m4]), [], false);
    expect(claim).toMatchObject({ class: 'm4-max', count: 1 });
    expect(claim.gpus[0]?.vramBytes).toBe(64 * gibibyte);
    expect(refusalOfClaim(claim)).toBeNull();
  });
});
