import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiReadings } from './parse-readings.ts';

const mebibyte = 2 ** 20;
const heading = 'pci.bus_id, uuid, temperature.gpu, power.draw [W], utilization.gpu [%], memory.used [MiB]';

describe('the readings of nvidia-smi', () => {
  it('reads an H100 by the names of its columns; its zeros are readings', () => {
    expect(parseSmiReadings(readCapture('nvidia/csv-query-h100-80gb-drv590.csv'))).toEqual([
      {
        pciAddress: '0000:00:09.0',
        uuid: null,
        temperatureCelsius: 41,
        powerWatts: 69.85,
        load: 0,
        fanPercent: null,
        vramUsedBytes: 0,
        coreClockMhz: 345,
        memoryClockMhz: 2_619,
        pcieGeneration: 5,
        pcieLanes: 16,
      },
    ]);
  });

  it('reads an RTX 2080 SUPER on Windows', () => {
    expect(parseSmiReadings(readCapture('nvidia/csv-query-rtx2080super-windows-drv610.csv'))).toEqual([
      {
        pciAddress: '0000:0c:00.0',
        uuid: null,
        temperatureCelsius: 40,
        powerWatts: 39.25,
        load: 0,
        fanPercent: 38,
        vramUsedBytes: 797 * mebibyte,
        coreClockMhz: 300,
        memoryClockMhz: 405,
        pcieGeneration: 3,
        pcieLanes: 16,
      },
    ]);
  });

  it('has null for each figure that the tool will not give', () => {
    const line = '00000000:01:00.0, [N/A], [GPU is lost], [Not Supported], [N/A], [N/A]';
    expect(parseSmiReadings(`${heading}\n${line}\n`)).toEqual([
      {
        pciAddress: '0000:01:00.0',
        uuid: null,
        temperatureCelsius: null,
        powerWatts: null,
        load: null,
        fanPercent: null,
        vramUsedBytes: null,
        coreClockMhz: null,
        memoryClockMhz: null,
        pcieGeneration: null,
        pcieLanes: null,
      },
    ]);
  });

  it('leaves out a line that was cut short', () => {
    const whole = '00000000:01:00.0, GPU-1, 50, 70.10 W, 97 %, 10 MiB';
    expect(parseSmiReadings(`${heading}\r\n${whole}\r\n00000000:02:00.0, GPU-2, 5`)).toMatchObject([
      { pciAddress: '0000:01:00.0', load: 0.97, powerWatts: 70.1 },
    ]);
  });

  it.each([
    ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 'driver_not_loaded'],
    ['Field "power.draw" is not a valid field to query.', 'failed'],
    ['', 'unreadable'],
  ])('refuses %j', (text, reason) =>
    expect(() => parseSmiReadings(text)).toThrowError(
      expect.objectContaining({ code: 'GPU_TOOL_FAILED', data: expect.objectContaining({ reason }) }),
    ),
  );

  it('has every load between 0 and 1 and no negative figure, whatever it is given', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.integer().map((percent) => `${percent} %`),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 6, maxLength: 6 })), (rows) => {
        try {
          return parseSmiReadings([heading, ...rows.map((row) => row.join(', '))].join('\n')).every(
            ({ load, powerWatts, vramUsedBytes }) =>
              (load === null || (load >= 0 && load <= 1)) && (powerWatts ?? 0) >= 0 && (vramUsedBytes ?? 0) >= 0,
          );
        } catch (error) {
          return isPerigeeError(error);
        }
      }),
    );
  });
});
