import { describe, expect, it } from 'vitest';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import type { RunTool, ToolRequest } from '../run-tool.ts';
import { createPowerLimits } from './power-limits.ts';

const never = new AbortController().signal;
const card = {
  ...{ pciAddress: '0000:06:00.0', uuid: 'GPU-5ff2e7c2-0a3e-4ad1-9e07-0f6fb6d0d2a1' },
  ...{ watts: 700, defaultWatts: 700, leastWatts: 200, mostWatts: 700 },
};

describe('asking nvidia-smi for a power limit', () => {
  it('names the one card, in whole watts, and believes its words rather than its exit code', async () => {
    const requests: ToolRequest[] = [];
    const says = (name: string, exitCode: number) =>
      createPowerLimits(async (request) => {
        requests.push(request);
        return { stdout: readCapture(`nvidia/power-limit/${name}.txt`), exitCode };
      });
    expect(await says('set', 0).set(card, 250, never)).toBe('set');
    expect(await says('not-supported', 0).set({ ...card, uuid: null }, 250, never)).toBe('not_supported');
    expect(await says('no-rights', 4).set(card, 250, never)).toBe('no_rights');
    expect(requests.map(({ args }) => args.join(' '))).toEqual([
      '-i GPU-5ff2e7c2-0a3e-4ad1-9e07-0f6fb6d0d2a1 -pl 250',
      '-i 0000:06:00.0 -pl 250',
      '-i GPU-5ff2e7c2-0a3e-4ad1-9e07-0f6fb6d0d2a1 -pl 250',
    ]);
    expect(requests.every(({ acceptExitCodes }) => [0, 1, 4].every((code) => acceptExitCodes.includes(code)))).toBe(
      true,
    );
  });

  it('is nothing where the tool is not installed, and tells a tool that fails from one that does not answer', async () => {
    const none = createPowerLimits(async () => null);
    expect(await none.read(never)).toEqual([]);
    expect(await none.set(card, 250, never)).toBe('not_supported');
    const failing =
      (reason: 'timed_out' | 'failed'): RunTool =>
      async ({ tool }) => {
        throw new PerigeeError('GPU_TOOL_FAILED', { tool, reason, detail: '' });
      };
    expect(await createPowerLimits(failing('failed')).set(card, 250, never)).toBe('failed');
    expect(await createPowerLimits(failing('timed_out')).set(card, 250, never)).toBe('no_answer');
  });
});
