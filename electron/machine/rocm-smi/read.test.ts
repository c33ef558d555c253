import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import type { ToolRequest } from '../run-tool.ts';
import { readRocmReadings } from './read.ts';

const never = new AbortController().signal;

describe('asking rocm-smi for readings', () => {
  it('gives what it printed to the parser, within a deadline', async () => {
    const requests: ToolRequest[] = [];
    const readings = await readRocmReadings(async (request) => {
      requests.push(request);
      return { stdout: readCapture('amd/rocm-smi-rx6700xt-rocm612.json'), exitCode: 0 };
    }, never);
    expect(readings).toMatchObject([{ pciAddress: '0000:07:00.0', temperatureCelsius: 45 }]);
    expect(requests).toMatchObject([{ tool: 'rocm-smi', timeoutMs: 8_000 }]);
    expect(requests[0]?.args.at(-1)).toBe('--json');
  });

  it('is null where the tool is not installed', async () =>
    expect(await readRocmReadings(async () => null, never)).toBeNull());
});
