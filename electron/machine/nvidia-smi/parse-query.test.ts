import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiQuery, queryColumns } from './parse-query.ts';

const mebibyte = 2 ** 20;
const h100 = readCapture('nvidia/csv-query-h100-80gb-drv590.csv');
const heading = 'index, name, uuid, pci.bus_id, memory.total [MiB]';
const row = (index: number, name = 'NVIDIA GeForce RTX 3090') =>
  `${index}, ${name}, GPU-${index}7037c3f-65c8-ec4d-24a9-420204ad8026, 00000000:0${index + 1}:00.0, 24576 MiB`;

const reasonOf = (text: string): string | null => {
  try {
    parseSmiQuery(text);
  } catch (error) {
    if (isPerigeeError(error) && error.problem.code === 'GPU_TOOL_FAILED') return error.problem.data.reason;
    throw error;
  }
  return null;
};

describe('the table of nvidia-smi', () => {
  it('reads an H100 that is not cut, from every column there is', () => {
    expect(parseSmiQuery(h100)).toEqual([
      {
        source: 'nvidia-smi-csv',
        name: 'NVIDIA H100 80GB HBM3',
        vendor: 'nvidia',
        kind: 'discrete',
        vramBytes: 81_559 * mebibyte,
        driver: '590.48.01',
        pciAddress: '0000:00:09.0',
        uuid: null,
        pciId: '10de:2330',
        powerLimitWatts: 700,
        mig: [],
        unusable: null,
      },
    ]);
  });

  it('reads an RTX 2080 SUPER on Windows, which cannot be cut', () => {
    expect(parseSmiQuery(readCapture('nvidia/csv-query-rtx2080super-windows-drv610.csv'))).toMatchObject([
      { name: 'NVIDIA GeForce RTX 2080 SUPER', vramBytes: 8_192 * mebibyte, pciId: '10de:1e81', mig: null },
    ]);
  });

  it('takes a card in MIG mode for unusable, though the table does not say what it is cut into', () => {
    // The mode's two columns, now and after a restart, stand before those of the firmware's.
    const cut = h100.replace('2619 MHz, Disabled, Disabled', '2619 MHz, Enabled, Enabled');
    expect(parseSmiQuery(cut)).toMatchObject([{ mig: null, unusable: 'mig_mode' }]);
  });

  it('reads the unit from the heading where the cells have none', () => {
    expect(parseSmiQuery(`${heading}\n${row(0).replace(' MiB', '')}\n`)).toMatchObject([
      { vramBytes: 24_576 * mebibyte },
    ]);
  });

  it('lists a lost GPU, whether the table or a sentence says so', () => {
    const lost = '1, [GPU is lost], [GPU is lost], 00000000:02:00.0, [GPU is lost]';
    const sentence = 'Unable to determine the device handle for GPU2: 0000:03:00.0: Unknown Error';
    expect(parseSmiQuery(`${heading}\n${row(0)}\n${lost}\n${sentence}\n`)).toMatchObject([
      { pciAddress: '0000:01:00.0', unusable: null },
      { pciAddress: '0000:02:00.0', name: null, vramBytes: null, unusable: 'lost' },
      { pciAddress: '0000:03:00.0', unusable: 'lost' },
    ]);
  });

  it('counts a card once that a loop printed twice', () => {
    expect(parseSmiQuery([heading, row(0), row(1), row(0), row(1), ''].join('\n'))).toHaveLength(2);
  });

  it('passes over a warning about the infoROM, and counts it for no card', () => {
    const warning = 'WARNING: infoROM is corrupted at gpu 0000:01:00.0';
    expect(parseSmiQuery(`${warning}\n${heading}\n${row(0)}\n${warning}\n`)).toHaveLength(1);
    expect(parseSmiQuery(`name\nNVIDIA L4\n${warning}\n`)).toHaveLength(1);
  });

  it('takes "no devices" for an answer', () => expect(parseSmiQuery('No devices were found\n')).toEqual([]));

  it.each([
    ['a table without its heading', `${row(0)}\n`],
    ['a heading alone', `${heading}\n`],
    ['a line cut short', `${heading}\n${row(0)}\n1, NVIDIA Ge`],
    ['fewer cards than there are', h100.replace('[N/A], 1, NVIDIA H100', '[N/A], 2, NVIDIA H100')],
    ['a table of processes', 'gpu_uuid, pid, process_name, used_gpu_memory [MiB]\nGPU-1, 7, python, 10 MiB\n'],
    ['a table of retired pages', 'gpu_uuid, retired_pages.address\nGPU-1, 0x1\n'],
    ['nothing', ''],
    ['the list', readCapture('nvidia/list-L-h100-mig-drv590.txt')],
    ['the text of a report', readCapture('nvidia/q-text-rtx4070-laptop-wsl2-drv566.txt')],
  ])('refuses %s', (_, text) => expect(reasonOf(text)).toBe('unreadable'));

  it('never has another number of GPUs than the whole table, wherever it was cut', () => {
    for (let length = 0; length < h100.length; length += 7) {
      const cut = h100.slice(0, length);
      if (reasonOf(cut) === null) expect(parseSmiQuery(cut)).toHaveLength(1);
    }
  });

  it('is asked for columns that this parser reads, the cut-off last one with its unit', () => {
    expect(queryColumns.at(-1)).toBe('power.limit');
    expect(queryColumns).toContain('pci.bus_id');
  });
});
