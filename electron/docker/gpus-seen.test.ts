import { expect, it } from 'vitest';
import { parseSeen } from './gpus-seen.ts';

const uuid = 'GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11';

it.each<[string, string[] | null]>([
  [`${uuid}\r\n`, [uuid]],
  [`${uuid}\nGPU-00000000-2d9b-4c4c-9f6c-6b1d3a0b9f11\n`, [uuid, 'GPU-00000000-2d9b-4c4c-9f6c-6b1d3a0b9f11']],
  ['No devices were found\n', []],
  ['', null],
  ['Failed to initialize NVML: Unknown Error\n', null],
  ['OCI runtime exec failed: exec: "nvidia-smi": executable file not found in $PATH', null],
  [`GPU 0: ${uuid}`, null],
])('%j', (text, seen) => expect(parseSeen(text)).toEqual(seen));
