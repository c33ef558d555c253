import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiList } from './parse-list.ts';

const h200 = readCapture('nvidia/list-L-h200-mig-drv590.txt');
const h100 = readCapture('nvidia/list-L-h100-mig-drv590.txt');
/** Written by hand in the form of the captures, which have one GPU each. */
const twoCards = [
  'GPU 0: NVIDIA GeForce RTX 3090 (UUID: GPU-37037c3f-65c8-ec4d-24a9-420204ad8026)',
  'GPU 1: NVIDIA GeForce RTX 3090 (UUID: GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124)',
  '',
].join('\n');

const reasonOf = (text: string): string | null => {
  try {
    parseSmiList(text);
  } catch (error) {
    if (isPerigeeError(error) && error.problem.code === 'GPU_TOOL_FAILED') return error.problem.data.reason;
    throw error;
  }
  return null;
};

describe('the list of nvidia-smi', () => {
  it('reads the MIG devices of an H200, compute slices among them, and no masked UUID', () => {
    expect(parseSmiList(h200)).toMatchObject([
      {
        source: 'nvidia-smi-list',
        name: 'NVIDIA H200',
        vendor: 'nvidia',
        kind: 'discrete',
        vramBytes: null,
        uuid: null,
        mig: [
          { profile: '1c.3g.71gb', uuid: null, memoryBytes: null },
          { profile: '2c.3g.71gb', uuid: 'MIG-00000001-0000-0000-0000-000000000001' },
          { profile: '2g.35gb' },
          { profile: '1g.18gb' },
          { profile: '1g.18gb' },
        ],
        unusable: 'mig_mode',
      },
    ]);
    expect(parseSmiList(h100)[0]?.mig).toHaveLength(4);
  });

  it('does not say whether a card without MIG devices is in MIG mode', () => {
    expect(parseSmiList(twoCards)).toMatchObject([
      { uuid: 'GPU-37037c3f-65c8-ec4d-24a9-420204ad8026', mig: null, unusable: null },
      { uuid: 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124' },
    ]);
  });

  it('counts two cards whose UUIDs are the same, masked or not', () => {
    const [first = ''] = twoCards.split('\n');
    expect(parseSmiList(`${first}\n${first.replace('GPU 0', 'GPU 1')}\n`)).toHaveLength(2);
  });

  it.each([
    ['GPU 0: Orin (nvgpu) (UUID: 54d0709b-558d-5a59-9c65-0c5fc14a21a4)', 'Orin (nvgpu)', 'unified'],
    ['GPU 0: NVIDIA Thor  (UUID: 54d0709b-558d-5a59-9c65-0c5fc14a21a4)', 'NVIDIA Thor', 'unified'],
    ['GPU 0: Graphics Device (UUID: GPU-304a277d-3545-63b8-3a36-dfde3c992989)', null, 'discrete'],
    ['GPU 0: GRID T4-16Q (UUID: GPU-304a277d-3545-63b8-3a36-dfde3c992989)', 'GRID T4-16Q', 'virtual'],
    ['GPU 0: Tesla C2050 (S/N: 0322210010131)', 'Tesla C2050', 'discrete'],
  ])('reads %s', (line, name, kind) => expect(parseSmiList(`${line}\r\n`)).toMatchObject([{ name, kind }]));

  it('lists the lost GPU that a sentence names', () => {
    const sentence = 'Unable to determine the device handle for gpu 0000:02:00.0: GPU is lost.  Reboot the system';
    expect(parseSmiList(`${twoCards}${sentence}\n`)).toMatchObject([
      { unusable: null },
      { unusable: null },
      { pciAddress: '0000:02:00.0', unusable: 'lost' },
    ]);
    expect(reasonOf(`${sentence}\n`)).toBe('gpu_lost');
  });

  it.each(['No devices found.\n', 'No devices were found\n'])('takes %j for an answer', (text) =>
    expect(parseSmiList(text)).toEqual([]),
  );

  it.each([
    ['', 'unreadable'],
    ['  MIG 1g.10gb Device 0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)\n', 'unreadable'],
    ['Failed to initialize NVML: Driver/library version mismatch\n', 'driver_mismatch'],
    [readCapture('nvidia/q-text-rtx4070-laptop-wsl2-drv566.txt'), 'unreadable'],
    [readCapture('nvidia/csv-query-h100-80gb-drv590.csv'), 'unreadable'],
  ])('refuses output %#', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('is refused wherever a line was cut short', () => {
    for (const list of [twoCards, h100, h200]) {
      const gpus = parseSmiList(list).length;
      const ends = [...list.matchAll(/\)\n?/g)].flatMap(({ index }) => [index + 1, index + 2]);
      for (let length = 0; length < list.length; length += 1) {
        if (ends.includes(length)) expect(parseSmiList(list.slice(0, length)).length).toBeLessThanOrEqual(gpus);
        else expect(reasonOf(list.slice(0, length))).toBe('unreadable');
      }
    }
  });
});
