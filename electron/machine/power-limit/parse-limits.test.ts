import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiLimits } from './parse-limits.ts';

describe('the power limits of nvidia-smi', () => {
  it('are read of an RTX 2080 SUPER on Windows and of an H100', () => {
    expect(parseSmiLimits(readCapture('nvidia/csv-query-rtx2080super-windows-drv610.csv'))).toEqual([
      { pciAddress: '0000:0c:00.0', uuid: null, watts: 250, defaultWatts: 250, leastWatts: 105, mostWatts: 350 },
    ]);
    expect(parseSmiLimits(readCapture('nvidia/csv-query-h100-80gb-drv590.csv'))).toEqual([
      { pciAddress: '0000:00:09.0', uuid: null, watts: 700, defaultWatts: 700, leastWatts: 200, mostWatts: 700 },
    ]);
  });

  it('are left out for a card that does not tell all of them, or tells what cannot be', () => {
    const heading =
      'pci.bus_id, uuid, power.limit [W], power.default_limit [W], power.min_limit [W], power.max_limit [W]';
    const lines = [
      '00000000:01:00.0, [N/A], [N/A], 80.00 W, 5.00 W, 95.00 W',
      '00000000:02:00.0, [N/A], 80.00 W, 80.00 W, 90.00 W, 95.00 W',
      '[N/A], [N/A], 80.00 W, 80.00 W, 5.00 W, 95.00 W',
    ];
    expect(parseSmiLimits([heading, ...lines].join('\n'))).toEqual([]);
    expect(parseSmiLimits('No devices were found\n')).toEqual([]);
  });

  it('are no empty list where the driver does not answer', () =>
    expect(() => parseSmiLimits("NVIDIA-SMI has failed because it couldn't communicate with the driver.")).toThrowError(
      expect.objectContaining({ code: 'GPU_TOOL_FAILED' }),
    ));
});
