import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseRocmReadings } from './parse-readings.ts';

describe('the readings of rocm-smi', () => {
  it('read an RX 6700 XT', () => {
    expect(parseRocmReadings(readCapture('amd/rocm-smi-rx6700xt-rocm430-cardseries-hex.json'))).toEqual([
      {
        card: 'card0',
        pciAddress: '0000:07:00.0',
        uuid: null,
        temperatureCelsius: 45,
        powerWatts: 6,
        load: 0,
        fanPercent: null,
        vramUsedBytes: 1_622_728_704,
        coreClockMhz: 500,
        memoryClockMhz: 96,
        pcieGeneration: 4,
        pcieLanes: 16,
      },
    ]);
  });

  it("have no power for an MI250's second die, whose power is in the first one's figure", () => {
    const [first, second] = parseRocmReadings(readCapture('amd/rocm-smi-mi250-two-dies.json'));
    expect(first).toMatchObject({ card: 'card0', powerWatts: 92, load: 0.5, vramUsedBytes: 51_527_024_640 });
    expect(second).toMatchObject({ card: 'card1', powerWatts: null, load: 0.5, temperatureCelsius: null });
  });

  it('take the junction where the edge has no sensor, and the socket where the package has none', () => {
    // Written by hand with the keys of release 6 on an MI300X.
    const card = {
      'Temperature (Sensor edge) (C)': 'N/A',
      'Temperature (Sensor junction) (C)': '41.0',
      'Current Socket Graphics Package Power (W)': '133.0',
      'GPU use (%)': '101',
      'Fan speed (%)': '37.65',
      'sclk clock level:': '1 (132Mhz)',
      'vram Total Used Memory (MiB)': '10',
    };
    expect(parseRocmReadings(JSON.stringify({ card0: card }))).toMatchObject([
      {
        temperatureCelsius: 41,
        powerWatts: 133,
        load: null,
        fanPercent: 37.65,
        coreClockMhz: 132,
        vramUsedBytes: 10_485_760,
      },
    ]);
  });
});
