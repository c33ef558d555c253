import { describe, expect, it } from 'vitest';
import { parseSmiProcesses } from './parse-processes.ts';

/** Written by hand: no capture of this query is at hand. The heading is the one that drivers 470 to 590 print. */
const heading = 'gpu_uuid, pid, process_name, used_gpu_memory [MiB]';
const uuid = 'GPU-37037c3f-65c8-ec4d-24a9-420204ad8026';

describe('the processes of nvidia-smi', () => {
  it('say who holds how much of which GPU, without the folders', () => {
    const lines = [`${uuid}, 116860, /home/ann/llama.cpp/build/bin/llama-server, 65710 MiB`];
    expect(parseSmiProcesses([heading, ...lines, ''].join('\n'))).toEqual([
      { gpuUuid: uuid, pid: 116_860, programName: 'llama-server', memoryBytes: 65_710 * 2 ** 20 },
    ]);
  });

  it.each([
    ['C:\\Users\\Ann\\game.exe', 'game.exe'],
    ['/opt/a, b, and c/blender', 'blender'],
    ['python3', 'python3'],
    ['[Insufficient Permissions]', null],
    ['[Not Found]', null],
  ])('read the program of %s as %j', (words, programName) =>
    expect(parseSmiProcesses(`${heading}\r\n${uuid}, 7, ${words}, [N/A]\r\n`)).toEqual([
      { gpuUuid: uuid, pid: 7, programName, memoryBytes: null },
    ]),
  );

  it('are none where nothing runs, and leave out a line cut short', () => {
    expect(parseSmiProcesses(`${heading}\n`)).toEqual([]);
    expect(parseSmiProcesses('No devices were found\n')).toEqual([]);
    expect(parseSmiProcesses(`${heading}\n${uuid}, 11`)).toEqual([]);
  });

  it('refuse an error sentence', () => {
    expect(() => parseSmiProcesses('Failed to initialize NVML: Driver Not Loaded')).toThrowError(
      expect.objectContaining({ data: expect.objectContaining({ reason: 'driver_not_loaded' }) }),
    );
  });
});
