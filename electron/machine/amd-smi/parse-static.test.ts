import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseAmdStatic } from './parse-static.ts';

const mi210 = readCapture('amd/amd-smi-static-mi210.json');

/** Entries written by hand, in the shapes of releases 5.7 to 7 of which no capture is at hand. */
const listed = (...gpus: object[]): string => JSON.stringify(gpus);

const reasonOf = (text: string): string | null => {
  try {
    parseAmdStatic(text);
  } catch (error) {
    if (isPerigeeError(error) && error.problem.code === 'GPU_TOOL_FAILED') return error.problem.data.reason;
    throw error;
  }
  return null;
};

describe('the cards of amd-smi', () => {
  it('are read from their wrapper, with the version in the banner of a kernel', () => {
    expect(parseAmdStatic(mi210)).toEqual([
      {
        source: 'amd-smi-static',
        name: 'AMD Instinct MI210',
        vendor: 'amd',
        kind: 'discrete',
        vramBytes: 68_702_699_520,
        driver: '6.14.0-24-generic',
        pciAddress: null,
        uuid: null,
        pciId: '1002:740f',
        powerLimitWatts: 300,
        mig: null,
        unusable: null,
      },
    ]);
  });

  it('are read from a bare list, too', () => {
    const bare: unknown = JSON.parse(mi210);
    const list = (bare as { gpu_data: object[] }).gpu_data;
    expect(parseAmdStatic(JSON.stringify(list))).toEqual(parseAmdStatic(mi210));
  });

  it('have their slot, their number and the limit in force of older and newer releases', () => {
    const old = {
      gpu: 0,
      asic: { market_name: '0x744c', vendor_id: '0x1002', device_id: '0x744c', asic_serial: '0x00D4E8A8B4FDCEBF' },
      bus: { bdf: '0000:03:00.0' },
      board: { product_name: 'Navi 31 [Radeon RX 7900 XTX]' },
      limit: { max_power: 339, current_power: 303 },
      driver: { driver_name: 'amdgpu', driver_version: '6.3.6' },
      vram: { vram_type: 'GDDR6', vram_size_mb: 24560 },
    };
    const release7 = {
      gpu: 1,
      asic: { market_name: 'AMD Instinct MI300X', target_graphics_version: 'gfx942' },
      bus: { bdf: '0000:0C:00.0' },
      limit: { ppt0: { max_power_limit: { value: 750, unit: 'W' }, socket_power_limit: { value: 700, unit: 'W' } } },
      vram: { size: '192 GB' },
    };
    expect(parseAmdStatic(listed(old, release7))).toMatchObject([
      {
        name: 'Radeon RX 7900 XTX',
        pciAddress: '0000:03:00.0',
        uuid: '0xd4e8a8b4fdcebf',
        pciId: '1002:744c',
        driver: '6.3.6',
        vramBytes: 24_560 * 2 ** 20,
        powerLimitWatts: 303,
      },
      { name: 'AMD Instinct MI300X', kind: 'discrete', vramBytes: 192 * 2 ** 30, powerLimitWatts: 700 },
    ]);
  });

  it('have null for each figure that the tool will not give', () => {
    const silent = {
      gpu: 0,
      asic: { market_name: 'N/A', device_id: 'N/A', target_graphics_version: 'gfx1151' },
      bus: 'N/A',
      limit: { socket_power: { value: 'N/A', unit: 'W' } },
      driver: { version: 'N/A' },
      vram: { size: { value: 'N/A', unit: 'MB' } },
    };
    expect(parseAmdStatic(listed(silent))).toMatchObject([
      {
        name: null,
        kind: 'integrated',
        vramBytes: null,
        driver: null,
        pciAddress: null,
        pciId: null,
        powerLimitWatts: null,
      },
    ]);
  });

  it('are one per board, however many partitions it is cut into, and no processor', () => {
    const part = (id: number) => ({ gpu: id, asic: {}, partition: { accelerator_partition: 'CPX', partition_id: id } });
    expect(parseAmdStatic(JSON.stringify({ cpu_data: [{ cpu: 0 }], gpu_data: [0, 1, 2].map(part) }))).toHaveLength(1);
    expect(parseAmdStatic(listed({ cpu: 0 }, { gpu: 0, asic: {} }, { gpu: 1, asic: {} }))).toHaveLength(2);
  });

  it('are none in an empty list', () => expect(parseAmdStatic('{"gpu_data": []}')).toEqual([]));

  it.each([
    [
      'AmdSmiLibraryException: Error code: 34 | AMDSMI_STATUS_DRIVER_NOT_LOADED - Driver not loaded',
      'driver_not_loaded',
    ],
    [
      'ERROR: Unable to detect any GPU devices, check amdgpu version and module status (sudo modprobe amdgpu)',
      'driver_not_loaded',
    ],
    ['OSError: libamd_smi.so: cannot open shared object file: No such file or directory', 'library_missing'],
    ["ModuleNotFoundError: No module named 'amdsmi'", 'library_missing'],
    [
      'WARNING: User is missing the following required groups: render, video. Please add user to these groups.',
      'permission_denied',
    ],
    ['{"error": "AMDSMI_STATUS_NO_PERM - Permission Denied", "code": -10}', 'permission_denied'],
    ['', 'unreadable'],
    ['[7]', 'unreadable'],
    ['{"gpu_data": 7}', 'unreadable'],
    [readCapture('amd/rocm-smi-rx6700xt-rocm612.json'), 'unreadable'],
    [readCapture('intel/xpu-smi-discovery-ats-0x020a.json'), 'unreadable'],
    [`[${'['.repeat(200_000)}`, 'unreadable'],
  ])('refuse output %#', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('are refused wherever their report was cut short', () => {
    for (let length = 0; length < mi210.trimEnd().length; length += 3) {
      expect(reasonOf(mi210.slice(0, length))).toBe('unreadable');
    }
  });
});
