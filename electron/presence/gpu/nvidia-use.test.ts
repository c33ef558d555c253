import { describe, expect, it } from 'vitest';
import { parseUseLine } from './nvidia-use.ts';

const uuid = 'GPU-3f5a2c1e-9b7d-4e10-8a6b-0c1d2e3f4a5b';

describe('a line of nvidia-smi about use', () => {
  it.each([
    [`${uuid}, 0`, 0],
    [`${uuid}, 7`, 0.07],
    [`${uuid}, 100`, 1],
    [`  ${uuid},99  \r`, 0.99],
  ])('is read from %j', (line, load) => {
    expect(parseUseLine(line)).toEqual({ uuid, load });
  });

  it('never says more than all of the time', () => {
    expect(parseUseLine(`${uuid}, 999`)?.load).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['a header', 'uuid, utilization.gpu [%]'],
    ['a GPU that does not count', `${uuid}, [N/A]`],
    ['a GPU that does not support it', `${uuid}, [Not Supported]`],
    ['a GPU that fell off', `${uuid}, [GPU is lost]`],
    ['an unknown error', `${uuid}, [Unknown Error]`],
    ['a driver that is not loaded', `NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.`],
    ['a lost GPU’s sentence', 'Unable to determine the device handle for GPU0000:01:00.0: Unknown Error'],
    ['a line cut in its UUID', uuid.slice(0, 20)],
    ['a line cut in its UUID, with a figure', `${uuid.slice(0, -1)}, 50`],
    ['a line cut before its figure', `${uuid}, `],
    ['a figure with its unit', `${uuid}, 50 %`],
    ['a figure that is none', `${uuid}, -1`],
    ['a figure with a fraction', `${uuid}, 0.5`],
    ['a figure too long', `${uuid}, 1000`],
    ['one field too many', `${uuid}, 50, 60`],
    ['a partition', `MIG-${uuid.slice(4)}, 50`],
    ['two lines in one', `${uuid}, 50\n${uuid}, 60`],
    ['words before it', `warning ${uuid}, 50`],
    ['figures of another script', `${uuid}, ٥٠`],
  ])('is not %s', (_title, line) => {
    expect(parseUseLine(line)).toBeNull();
  });

  it('is refused in no time, however long', () => {
    const before = performance.now();
    for (const part of [' ', '\t', 'GPU-', '0', `${uuid}, `]) expect(parseUseLine(part.repeat(100_000))).toBeNull();
    expect(parseUseLine(`${uuid},${' '.repeat(100_000)}5${' '.repeat(100_000)}x`)).toBeNull();
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
