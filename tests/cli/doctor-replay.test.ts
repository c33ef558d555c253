/** `doctor --replay`: captures of real machines read by the real command line, as an owner would try them. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCapture } from '../fixtures/gpu/capture.ts';
import { jsonOf } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-replay-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const capture = (name: string): string => join(import.meta.dirname, '../fixtures/gpu', name);

const put = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};

const argsOf = (recordings: readonly (readonly [string, string])[]): string[] =>
  recordings.flatMap(([tool, file]) => ['--replay', `${tool}=${file}`]);

interface Report {
  gpus: Record<string, unknown>[];
  displays: Record<string, unknown>[];
  engine: Record<string, unknown> | null;
  cpu: null;
  memory: null;
  disk: null;
  checks: { name: string; state: string; code: string | null; evidence: Record<string, unknown>; fix: string | null }[];
}

const doctor = async (
  ...recordings: readonly (readonly [string, string])[]
): Promise<Report & { exit: number | null }> => {
  const outcome = await perigeeHere(['doctor', '--json', ...argsOf(recordings)]);
  return { ...(jsonOf(outcome) as unknown as Report), exit: outcome.code };
};

/** Written by hand in the form of `lspci -nn`: the card of the T4 capture, a console, and parts that are no GPUs. */
const lspci = [
  '00:02.0 VGA compatible controller [0300]: Intel Corporation AlderLake-S GT1 [UHD Graphics 770] [8086:4680] (rev 0c)',
  '01:00.0 3D controller [0302]: NVIDIA Corporation TU104GL [Tesla T4] [10de:1eb8] (rev a1)',
  '01:00.1 Audio device [0403]: NVIDIA Corporation TU104 HD Audio Controller [10de:10f8] (rev a1)',
  '04:00.0 VGA compatible controller [0300]: ASPEED Technology, Inc. ASPEED Graphics Family [1a03:2000] (rev 41)',
  '05:00.0 Bridge [0680]: NVIDIA Corporation GH100 [H100 NVSwitch] [10de:22a3] (rev a1)',
  '',
].join('\n');

const t4 = capture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml');

describe('doctor with recordings', () => {
  it('prints each GPU with every fact and its source, and looks at nothing of this PC', async () => {
    const report = await doctor(['nvidia-smi-xml', t4]);
    expect(report).toMatchObject({ engine: null, cpu: null, memory: null, disk: null, displays: [], exit: 0 });
    expect(report.gpus).toEqual([
      {
        id: '0000:01:00.0',
        name: 'Tesla T4',
        vendor: 'nvidia',
        vramBytes: 15_360 * 2 ** 20,
        pci: '0000:01:00.0',
        uuid: 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124',
        driver: '512.78',
        pciId: '10de:1eb8',
        powerLimitWatts: 70,
        model: 'nvidia-t4',
        mig: null,
        kind: 'discrete',
        usable: true,
        unusable: null,
        sources: {
          name: 'nvidia-smi-xml',
          vendor: 'nvidia-smi-xml',
          vramBytes: 'nvidia-smi-xml',
          pci: 'nvidia-smi-xml',
          uuid: 'nvidia-smi-xml',
          driver: 'nvidia-smi-xml',
          pciId: 'nvidia-smi-xml',
          powerLimitWatts: 'nvidia-smi-xml',
        },
        conflicts: {},
      },
    ]);
    expect(report.checks.map(({ name, state }) => [name, state])).toEqual([['gpu', 'ok']]);
  });

  it('counts a card once that several tools saw, and screens not at all', async () => {
    const report = await doctor(
      ['nvidia-smi-xml', t4],
      ['lspci', put('lspci.txt', lspci)],
      ['intel-gpu-top', capture('intel/intel-gpu-top-J-array-old.json')],
    );
    expect(report.gpus.map(({ id }) => id)).toEqual(['0000:01:00.0', '0000:00:02.0']);
    expect(report.gpus[1]).toMatchObject({ vendor: 'intel', kind: 'integrated', vramBytes: null });
    expect(report.displays).toMatchObject([{ reason: 'console', source: 'lspci' }]);
  });

  it.each([
    [
      'nvidia-smi-list',
      'nvidia/list-L-h200-mig-drv590.txt',
      { name: 'NVIDIA H200', usable: false, unusable: 'mig_mode' },
    ],
    ['nvidia-smi-csv', 'nvidia/csv-query-h100-80gb-drv590.csv', { name: 'NVIDIA H100 80GB HBM3', uuid: null }],
    ['rocm-smi', 'amd/rocm-smi-rx6700xt-rocm612.json', { vendor: 'amd', pciId: '1002:73df', kind: 'discrete' }],
    ['amd-smi-static', 'amd/amd-smi-static-mi210.json', { model: 'amd-mi210', pci: null }],
    ['xpu-smi', 'intel/xpu-smi-discovery-d0-max1100.json', { vendor: 'intel', vramBytes: 51_522_830_336 }],
    ['system-profiler', 'apple/spdisplays-m1-7core.json', { name: 'Apple M1', kind: 'unified', vramBytes: null }],
  ])('reads %s', async (tool, name, gpu) => {
    expect((await doctor([tool, capture(name)])).gpus).toMatchObject([gpu]);
  });

  it('reads UTF-16 as PowerShell writes it', async () => {
    const text = `\uFEFF${readCapture('apple/spdisplays-m1-7core.json')}`;
    const file = put('utf16.json', Buffer.from(text, 'utf16le'));
    expect((await doctor(['system-profiler', file])).gpus).toMatchObject([{ name: 'Apple M1' }]);
  });

  it('tells of the engine only what its recording says', async () => {
    const denied = await doctor(['docker-info', capture('docker/error-permission-denied.txt')]);
    expect(denied).toMatchObject({
      gpus: [],
      engine: { version: null, problem: { code: 'ENGINE_DENIED' } },
      exit: 5,
    });
    expect(denied.checks.map(({ name, code }) => [name, code])).toEqual([['engine', 'ENGINE_DENIED']]);
    expect(denied.checks[0]?.fix).toContain('docker');
  });

  it('keeps a file that is no report as a finding beside the others', async () => {
    const report = await doctor(
      ['nvidia-smi-xml', put('cut.xml', readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml').slice(0, 3_000))],
      ['rocm-smi', capture('amd/rocm-smi-mi250-two-dies.json')],
      ['docker-info', put('noise', Buffer.from([0, 1, 2, 255, 254]))],
    );
    expect(report.exit).toBe(0);
    expect(report.gpus).toHaveLength(2);
    expect(report.checks).toMatchObject([
      { name: 'gpu', state: 'ok' },
      {
        name: 'tool',
        code: 'GPU_TOOL_FAILED',
        evidence: { recording: 'nvidia-smi-xml', reason: 'unreadable' },
        fix: expect.stringMatching(/\w{3,}/),
      },
      { name: 'engine', code: 'MALFORMED_MESSAGE', evidence: { recording: 'docker-info' } },
    ]);
  });

  it('gives the fix that belongs to a driver’s failure, and says so of its cards', async () => {
    const report = await doctor(
      ['nvidia-smi-xml', put('mismatch', 'Failed to initialize NVML: Driver/library version mismatch\n')],
      ['lspci', put('lspci.txt', lspci)],
    );
    expect(report.gpus.find(({ vendor }) => vendor === 'nvidia')).toMatchObject({ unusable: 'tool_error' });
    expect(report.checks.find(({ code }) => code === 'GPU_TOOL_FAILED')).toMatchObject({
      evidence: { reason: 'driver_mismatch' },
      fix: expect.stringContaining('Restart'),
    });
  });

  it('says the same to a person, in sentences', async () => {
    const { code, stdout } = await perigeeHere([
      'doctor',
      ...argsOf([
        ['nvidia-smi-list', capture('nvidia/list-L-h200-mig-drv590.txt')],
        ['lspci', put('lspci.txt', lspci.replace('Tesla T4', 'GeForce GTX 1050'))],
        ['nvidia-smi-xml', t4],
      ]),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('not from this PC');
    expect(stdout).toContain('1c.3g.71gb');
    expect(stdout).toContain(
      'Sources disagree on the name: nvidia-smi-xml says Tesla T4, lspci says GeForce GTX 1050.',
    );
    expect(stdout).toContain('ASPEED');
    expect(stdout).not.toMatch(/doctor\.|problems:|reasons:|undefined|null/);
  });

  it.each([
    ['nvidia-smi=x', 'nvidia-smi-xml'],
    ['lspci', 'TOOL=FILE'],
    ['lspci=/nonexistent/lspci.txt', 'cannot be read'],
    [`lspci=${tmpdir()}`, 'cannot be read'],
  ])('refuses %s with a sentence', async (value, words) => {
    const { code, stdout, stderr } = await perigeeHere(['doctor', '--json', '--replay', value]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  it('refuses a file that no tool can have printed', async () => {
    const file = put('large', '');
    truncateSync(file, 64 * 2 ** 20 + 1);
    const { code, stderr } = await perigeeHere(['doctor', '--replay', `lspci=${file}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('64 MiB');
  });
});
