import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseXpuDiscovery } from './parse-discovery.ts';

const list = readCapture('intel/xpu-smi-discovery-ats-0x020a.json');
const details = readCapture('intel/xpu-smi-discovery-d0-max1100.json');

const reasonOf = (text: string): string | null => {
  try {
    parseXpuDiscovery(text);
  } catch (error) {
    if (isPerigeeError(error) && error.problem.code === 'GPU_TOOL_FAILED') return error.problem.data.reason;
    throw error;
  }
  return null;
};

describe('the devices of xpu-smi', () => {
  it('have no memory in the list', () => {
    expect(parseXpuDiscovery(list)).toMatchObject([
      {
        source: 'xpu-smi',
        name: 'Intel(R) Graphics [0x020a]',
        vendor: 'intel',
        kind: 'unknown',
        vramBytes: null,
        pciAddress: '0000:4d:00.0',
        pciId: '8086:020a',
        uuid: '00000000-0000-0000-0000-020a00008086',
      },
    ]);
  });

  it('have their memory, written as a string, in the details of one', () => {
    expect(parseXpuDiscovery(details)).toMatchObject([
      {
        name: 'Intel(R) Data Center GPU Max 1100',
        kind: 'discrete',
        vramBytes: 51_522_830_336,
        driver: 'I915_23.10.72_PSB_231129.76',
        pciAddress: null,
      },
    ]);
  });

  /** Written by hand with the keys of release 1.2.22 and later. */
  const device = (id: number, given: object) => ({ device_id: id, device_type: 'GPU', device_name: 'x', ...given });

  it('leave out slices beside their own card, and other kinds of devices', () => {
    const physical = device(0, { device_function_type: 'physical', memory_physical_size_byte: 17_102_532_608 });
    const slice = device(1, { device_function_type: 'virtual' });
    const other = device(2, { device_type: 'NPU' });
    expect(parseXpuDiscovery(JSON.stringify({ device_list: [physical, slice, other] }))).toMatchObject([
      { kind: 'unknown', vramBytes: 17_102_532_608 },
    ]);
    expect(parseXpuDiscovery(JSON.stringify({ device_list: [slice] }))).toMatchObject([{ kind: 'virtual' }]);
  });

  it.each(['No device discovered\n', '{"device_list": []}', '{"error": "No device discovered"}'])(
    'are none for %j',
    (text) => expect(parseXpuDiscovery(text)).toEqual([]),
  );

  it.each([
    ['{"error": "Level Zero Initialization Error", "errno": 6}', 'driver_not_loaded'],
    ['Error: Failed to initialize: zeInit error 0x78000001', 'driver_not_loaded'],
    [
      'xpu-smi: error while loading shared libraries: libze_loader.so.1: cannot open shared object file',
      'library_missing',
    ],
    ['Error: Permission denied. Run as root.', 'permission_denied'],
    ['{"error": "XPUM is not ready"}', 'failed'],
    ['', 'unreadable'],
    ['{"device_list": null}', 'unreadable'],
    ['{"device_list": [{}]}', 'unreadable'],
    [readCapture('intel/intel-gpu-top-J-array-old.json'), 'unreadable'],
  ])('refuse output %#', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('are refused wherever their report was cut short', () => {
    for (const text of [list, details]) {
      for (let length = 0; length < text.trimEnd().length; length += 1) {
        expect(reasonOf(text.slice(0, length))).toBe('unreadable');
      }
    }
  });
});
