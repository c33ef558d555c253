/** Equal cards told apart by the selection layer, with the real loader, Dawn and two software drivers. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chooseHardware } from '../../electron/device/hardware.ts';
import { mergeGpus } from '../../electron/machine/merge/merge.ts';
import type { Probe } from '../../electron/probe/client.ts';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import type { ProbePool } from '../../electron/probe/pool.ts';
import { selectLayer } from '../../electron/probe/vulkan-layer.ts';
import { parseReport } from '../../electron/probe/vulkan-report.ts';
import { compileLayer, findCompiler, warningFlags } from '../../scripts/compile-layer.ts';
import { pcWith } from '../fakes/core/machine.ts';
import { drivers, onDriver, probePids, realPool } from './real-probe.ts';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const renameLayer = {
  name: 'VK_LAYER_PERIGEE_rename',
  manifest: 'VkLayer_perigee_rename.json',
  library: 'libVkLayer_perigee_rename.so',
};
const sanitizers = ['-fsanitize=address,undefined', '-fno-omit-frame-pointer'];

const [swiftShader, lavapipe] = drivers as [(typeof drivers)[number], (typeof drivers)[number]];
const hasCompiler = process.platform === 'linux' && findCompiler() !== null;
const needed = hasCompiler ? '' : '(skipped: no C compiler for Linux; install gcc)';
const hasBoth = hasCompiler && drivers.every(({ skip }) => skip === null);

const dir = mkdtempSync(join(tmpdir(), 'perigee-layer-'));
const layerDir = join(dir, 'select');
const renameDir = join(dir, 'rename');
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeAll(async () => {
  if (!hasCompiler) return;
  await compileLayer({
    source: pathOf('../../electron/probe/select-layer/select.c'),
    outDir: layerDir,
    ...selectLayer,
  });
  await compileLayer({ source: pathOf('./rename-layer.c'), outDir: renameDir, ...renameLayer });
});

/** An environment with one card for each driver: manifests of their own, of which several may name one library. */
const cards = (...installed: (typeof drivers)[number][]): Record<string, string> => {
  const paths = installed.map(({ name, env }, index) => {
    const source = env.VK_ICD_FILENAMES ?? '';
    const manifest = JSON.parse(readFileSync(source, 'utf8')) as { ICD: { library_path: string } };
    const library = resolve(dirname(source), manifest.ICD.library_path);
    const path = join(dir, `${name}-${index}.json`);
    writeFileSync(path, JSON.stringify({ ...manifest, ICD: { ...manifest.ICD, library_path: library } }));
    return path;
  });
  return { ...swiftShader.env, ...lavapipe.env, VK_ICD_FILENAMES: paths.join(':') };
};

const pools: ProbePool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
const poolOf = (env: Record<string, string>): ProbePool => {
  const pool = realPool(layerDir, env);
  pools.push(pool);
  return pool;
};

const signal = (): AbortSignal => new AbortController().signal;
const call = () => ({ signal: signal(), deadlineMs: 60_000 });
const fp32 = (budgetMs: number): MeasureTask => ({
  kind: 'fp32_throughput',
  adapterName: null,
  windows: 3,
  budgetMs,
  sustainMs: 0,
});
const selectorOfPid = (pid: number): string | undefined =>
  /(?:^|\0)PERIGEE_VULKAN_SELECT=([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1];

describe.each(drivers)('two equal cards', (driver) => {
  const test = it.skipIf(driver.skip !== null || !hasCompiler);
  const on = `${onDriver(driver)} ${needed}`;

  test(`are listed with a selector each, by a child that sees only that one ${on}`, async () => {
    const pool = poolOf(cards(driver, driver));
    const adapters = await pool.listAdapters(signal());
    expect(adapters.map(({ selector }) => selector)).toEqual(['index:0', 'index:1']);
    expect(adapters.map(({ subgroupSize }) => subgroupSize)).toEqual(driver.name === 'lavapipe' ? [8, 8] : [4, 4]);
    expect(adapters[0]?.vulkan).toMatchObject({ pciAddress: null, uuid: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(adapters[0]?.vulkan?.heapBytes).toBeGreaterThan(2 ** 28);
    for (const selector of ['index:0', 'index:1'])
      expect(await pool.for(selector).listAdapters(signal())).toHaveLength(1);
  });

  test(`compute at the same time, and one that dies does not touch the other ${on}`, async () => {
    const pool = poolOf(cards(driver, driver));
    const begun = (probe: Probe) => {
      const { promise, resolve: begin } = Promise.withResolvers<void>();
      return { measured: probe.measure(fp32(3000), { ...call(), onProgress: () => begin() }), progressing: promise };
    };
    const one = begun(pool.for('index:0'));
    const other = begun(pool.for('index:1'));
    const lost = expect(one.measured).rejects.toMatchObject({ code: 'PROBE_LOST' });
    await Promise.all([one.progressing, other.progressing]);
    const doomed = probePids().find((pid) => selectorOfPid(pid) === 'index:0');
    process.kill(doomed as number, 'SIGKILL');
    await lost;
    expect((await other.measured).verdict).toBe('passed');
  });

  test.each(['index:9', 'pci:0000:01:00.0', 'nonsense'])(
    `are no adapter to a selector that none answers to ${on}: %j`,
    async (selector) => {
      const probe = poolOf(cards(driver, driver)).for(selector);
      expect(await probe.listAdapters(signal())).toEqual([]);
      await expect(probe.measure(fp32(500), call())).rejects.toMatchObject({
        code: 'PROBE_FAILED',
        data: { detail: 'no adapter' },
      });
    },
  );

  test(`are refused by a child that was told one but has no layer ${on}`, async () => {
    const pool = realPool(join(dir, 'nowhere'), cards(driver, driver));
    pools.push(pool);
    expect((await pool.listAdapters(signal())).map(({ selector }) => selector)).toEqual([null, null]);
    await expect(pool.for('index:1').measure(fp32(500), call())).rejects.toMatchObject({ code: 'PROBE_FAILED' });
  });
});

describe.skipIf(!hasBoth)(`cards of two drivers ${needed}${onDriver(lavapipe)}`, () => {
  it('need a selector only where the name is not enough', async () => {
    const adapters = await poolOf(cards(swiftShader, lavapipe, swiftShader)).listAdapters(signal());
    const selectorsOf = (maker: string) =>
      adapters.filter(({ vendor }) => vendor === maker).map(({ selector }) => selector);
    expect(selectorsOf('mesa')).toEqual([null]);
    expect(selectorsOf('google')).toEqual([expect.stringMatching(/^index:\d$/), expect.stringMatching(/^index:\d$/)]);
    expect(new Set(selectorsOf('google')).size).toBe(2);
  });

  it('are selected by UUID', async () => {
    const pool = poolOf(cards(swiftShader, lavapipe));
    const [, second] = await pool.listAdapters(signal());
    const seen = await pool.for(`uuid:${second?.vulkan?.uuid}`).listAdapters(signal());
    expect(seen.map(({ vendor }) => vendor)).toEqual(['mesa']);
  });
});

describe.skipIf(!hasBoth)(`renamed cards ${needed}${onDriver(lavapipe)}`, () => {
  const spoofed = () => ({
    ...cards(swiftShader, lavapipe),
    VK_LAYER_PATH: renameDir,
    VK_INSTANCE_LAYERS: renameLayer.name,
  });

  it('are selected by the slot that they name', async () => {
    const pool = poolOf(spoofed());
    const [seen, ...others] = await pool.for('pci:0000:02:00.0').listAdapters(signal());
    expect(others).toEqual([]);
    expect(seen?.description).toContain('550.54.14');
    expect(seen?.vulkan).toMatchObject({ pciAddress: '0000:02:00.0', pciId: '10de:2330' });
  });

  it('are found out by the width at which they compute', async () => {
    const adapters = await poolOf(spoofed()).listAdapters(signal());
    expect(adapters).toMatchObject([
      { name: 'NVIDIA H100 80GB HBM3', vendor: 'nvidia', isFallback: false, selector: 'pci:0000:01:00.0' },
      { name: 'NVIDIA H100 80GB HBM3', vendor: 'nvidia', isFallback: false, selector: 'pci:0000:02:00.0' },
    ]);
    expect(adapters.map(({ subgroupSize }) => subgroupSize)).toEqual([4, 8]);
    const { gpus } = mergeGpus({ seen: [], adapters, failedVendors: [], lostAddresses: [] });
    expect(gpus.length).toBeGreaterThan(0);
    expect(gpus.filter(({ unusable }) => unusable !== 'impostor')).toEqual([]);
    // What it computes like decides what it is paid as, not what it is called.
    expect(chooseHardware(pcWith(0, gpus), [], true).claim).toMatchObject({ class: 'cpu', gpus: [] });
  });
});

describe.skipIf(!hasBoth)(`the layer under sanitizers ${needed}${onDriver(lavapipe)}`, () => {
  const checkedDir = join(dir, 'checked');
  const client = join(dir, 'client');
  const reportPath = join(dir, 'report');
  const ask = async (selector: string | null): Promise<unknown> => {
    const env = {
      ...cards(swiftShader, swiftShader, lavapipe),
      VK_LAYER_PATH: checkedDir,
      VK_INSTANCE_LAYERS: selectLayer.name,
      PERIGEE_VULKAN_REPORT: reportPath,
      // the drivers keep what they allocate once
      ASAN_OPTIONS: 'detect_leaks=0',
      UBSAN_OPTIONS: 'halt_on_error=1',
      ...(selector === null ? {} : { PERIGEE_VULKAN_SELECT: selector }),
    };
    return JSON.parse((await run(client, [], { env })).stdout);
  };

  beforeAll(async () => {
    const source = pathOf('../../electron/probe/select-layer/select.c');
    await compileLayer({ source, outDir: checkedDir, ...selectLayer, flags: sanitizers });
    const flags = [...warningFlags, ...sanitizers, '-g'];
    await run(findCompiler() ?? '', [...flags, '-o', client, pathOf('./layer-client.c'), '-ldl', '-lpthread']);
  });

  it('counts, fills, cuts short and groups as Vulkan says, in many threads', async () => {
    expect(await ask(null)).toEqual({
      counted: [0, 3],
      shortened: [5, 1],
      filled: [0, 3],
      groupsCounted: [0, 3],
      groupsShortened: [5, 1],
      groupsFilled: [0, 3],
      grouped: 3,
      old: [0, 3],
      failures: 0,
    });
  });

  it.each([
    ['index:1', 1],
    ['index:3', 0],
    ['', 0],
    ['index:', 0],
    ['index:1x', 0],
    ['pci:0000:01:00.0', 0],
    ['pci:01:00.0', 0],
    [`uuid:${'0'.repeat(32)}`, 0],
    ['uuid:12', 0],
  ])('lets through what %j selects and reports all', async (selector, count) => {
    expect(await ask(selector)).toEqual({
      counted: [0, count],
      shortened: [0, count],
      filled: [0, count],
      groupsCounted: [0, count],
      groupsShortened: [0, count],
      groupsFilled: [0, count],
      grouped: count,
      old: [0, count],
      failures: 0,
    });
    const devices = parseReport(readFileSync(reportPath, 'utf8'));
    expect(devices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(devices.filter(({ selected }) => selected)).toHaveLength(count);
  });
});
