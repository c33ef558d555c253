import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseDisplays } from './parse-displays.ts';

const m1 = readCapture('apple/spdisplays-m1-7core.json');

const report = (...entries: readonly object[]): string => JSON.stringify({ SPDisplaysDataType: entries });

// Written by hand, in the keys that an Intel Mac with two GPUs prints.
const intelGpu = {
  _name: 'kHW_IntelUHDGraphics630Item',
  _spdisplays_vram: '1536 MB',
  'spdisplays_device-id': '0x3e9b',
  spdisplays_vendor: 'Intel',
  spdisplays_vram_shared: '1536 MB',
  sppci_bus: 'spdisplays_builtin',
  sppci_device_type: 'spdisplays_gpu',
  sppci_model: 'Intel UHD Graphics 630',
};
const amdGpu = {
  _name: 'kHW_AMDRadeonPro5500MItem',
  'spdisplays_device-id': '0x7340',
  spdisplays_vendor: 'sppci_vendor_amd',
  spdisplays_ndrvs: [{ _name: 'Color LCD' }, { _name: 'LG UltraFine' }],
  spdisplays_vram: '8 GB',
  sppci_bus: 'spdisplays_pcie_device',
  sppci_model: 'AMD Radeon Pro 5500M',
};
const externalGpu = {
  ...amdGpu,
  'spdisplays_device-id': '0x67df',
  spdisplays_vendor: 'AMD (0x1002)',
  sppci_model: 'AMD Radeon RX 580',
};
// Written by hand, after a guest of QEMU's.
const guest = {
  _name: 'spdisplays_display',
  'spdisplays_device-id': '0x1111',
  'spdisplays_vendor-id': '0x1234',
  spdisplays_ndrvs: [{ _name: 'Unknown Display' }],
  spdisplays_vram: '7 MB',
  sppci_device_type: 'spdisplays_gpu',
};

const failureOf = (text: string) => {
  try {
    parseDisplays(text);
  } catch (error) {
    if (isPerigeeError(error)) return error.problem;
    throw error;
  }
  return null;
};

describe("a Mac's report of its graphics", () => {
  it('reads an Apple M1, whose memory is the system’s', () => {
    expect(parseDisplays(m1)).toEqual({
      gpus: [
        {
          source: 'system-profiler',
          name: 'Apple M1',
          vendor: 'apple',
          kind: 'unified',
          vramBytes: null,
          driver: null,
          pciAddress: null,
          uuid: null,
          pciId: null,
          powerLimitWatts: null,
          mig: null,
          unusable: null,
        },
      ],
      displays: [],
    });
  });

  it('takes no figure of shared memory for memory of its own', () => {
    const shared = report({ sppci_model: 'Apple M3 Max', spdisplays_vram_shared: '48 GB', spdisplays_vram: '48 GB' });
    expect(parseDisplays(shared).gpus).toMatchObject([{ kind: 'unified', vramBytes: null }]);
  });

  it('reads both GPUs of an Intel Mac, and several monitors as none', () => {
    expect(parseDisplays(report(intelGpu, amdGpu))).toMatchObject({
      gpus: [
        { name: 'Intel UHD Graphics 630', vendor: 'intel', kind: 'integrated', vramBytes: null, pciId: '8086:3e9b' },
        { name: 'AMD Radeon Pro 5500M', vendor: 'amd', kind: 'discrete', vramBytes: 8 * 2 ** 30, pciId: '1002:7340' },
      ],
      displays: [],
    });
  });

  it("reads an external GPU's id behind its maker's", () =>
    expect(parseDisplays(report(intelGpu, externalGpu)).gpus[1]).toMatchObject({
      kind: 'discrete',
      pciId: '1002:67df',
    }));

  it.each([
    [report(guest), null],
    [report({ _name: 'spdisplays_display' }), null],
    [
      report({ sppci_model: 'Apple Paravirtual device', spdisplays_vendor: 'sppci_vendor_Apple' }),
      'Apple Paravirtual device',
    ],
  ])("takes a virtual machine's adapter for one that cannot be used (%#)", (text, name) =>
    expect(parseDisplays(text)).toMatchObject({
      gpus: [{ name, kind: 'virtual', unusable: 'paravirtual', pciId: null }],
      displays: [],
    }),
  );

  it('shows a screen without a GPU beside the GPUs', () => {
    const screen = { _name: 'spdisplays_display', spdisplays_ndrvs: [{ _name: 'DELL U2720Q' }] };
    expect(parseDisplays(report({ sppci_model: 'Apple M2' }, screen))).toMatchObject({
      gpus: [{ name: 'Apple M2' }],
      displays: [{ name: 'DELL U2720Q', reason: 'indirect', source: 'system-profiler' }],
    });
  });

  it('has no GPU where none is listed', () => expect(parseDisplays(report())).toEqual({ gpus: [], displays: [] }));
});

describe('what is no report of a Mac', () => {
  it.each([
    '',
    'system_profiler: no such data type',
    '{}',
    '{"SPDisplaysDataType": "nope"}',
    '{"SPDisplaysDataType": [1, {"a": 2}]}',
    '[1, 2]',
    '\u0000\u0001',
  ])('is a failure: %j', (text) =>
    expect(failureOf(text)).toMatchObject({ code: 'GPU_TOOL_FAILED', data: { tool: 'system_profiler' } }),
  );

  it('is refused wherever it was cut short', () => {
    const whole = m1.trimEnd();
    for (let length = 0; length < whole.length; length += 1) {
      expect(failureOf(whole.slice(0, length))?.code).toBe('GPU_TOOL_FAILED');
    }
  });

  it('survives nesting without end, and keys that name a prototype', () => {
    expect(failureOf(`{"SPDisplaysDataType":${'['.repeat(5 * 2 ** 20)}`)?.code).toBe('GPU_TOOL_FAILED');
    const nested = `{"SPDisplaysDataType":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(failureOf(nested)?.code ?? 'read').toMatch(/GPU_TOOL_FAILED|read/);
    const named = '{"SPDisplaysDataType":[{"_name":"x","__proto__":{"sppci_model":"x"},"constructor":1}]}';
    expect(parseDisplays(named).gpus).toMatchObject([{ name: null, unusable: 'paravirtual' }]);
    expect(Object.hasOwn(Object.prototype, 'sppci_model')).toBe(false);
  });

  it('survives any value of any key', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(amdGpu)), (value, key) => {
        const problem = failureOf(report({ ...amdGpu, [key]: value }));
        return problem === null || problem.code === 'GPU_TOOL_FAILED';
      }),
      { seed: 3 },
    );
  });
});
