import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseIntelSamples } from './parse-samples.ts';

const samples = readCapture('intel/intel-gpu-top-J-array-old.json');
const one = [expect.objectContaining({ source: 'intel-gpu-top', vendor: 'intel', name: null, vramBytes: null })];

const reasonOf = (text: string): string | null => {
  try {
    parseIntelSamples(text);
  } catch (error) {
    if (isPerigeeError(error) && error.problem.code === 'GPU_TOOL_FAILED') return error.problem.data.reason;
    throw error;
  }
  return null;
};

describe('the samples of intel_gpu_top', () => {
  it('say only that there is one Intel GPU, however many they are', () =>
    expect(parseIntelSamples(samples)).toEqual(one));

  it('may come one after the other without a list, as older releases print them', () => {
    const [bare] = samples
      .trim()
      .slice(1, -1)
      .split(/\n {4}\},\n/);
    expect(parseIntelSamples(`${bare}\n},\n${bare}\n},\n`)).toEqual(one);
    expect(parseIntelSamples('{"engines": {"Render/3D": {"busy": 0}}, "rc6": {"value": 1}}')).toEqual(one);
  });

  it('count one wherever the tool was killed, and are refused where it had said nothing yet', () => {
    for (let length = 0; length < samples.length; length += 11) {
      const cut = samples.slice(0, length);
      if (reasonOf(cut) === null) expect(parseIntelSamples(cut)).toEqual(one);
      else expect(length).toBeLessThan(100);
    }
  });

  it('are none where the tool finds no Intel GPU', () =>
    expect(parseIntelSamples('No device filter specified and no discrete/integrated i915 devices found\n')).toEqual(
      [],
    ));

  it.each([
    ['Failed to initialize PMU! (Permission denied)', 'permission_denied'],
    ['Failed to initialize PMU! (Operation not permitted)', 'permission_denied'],
    ['Failed to detect engines! (No such file or directory)', 'failed'],
    ['', 'unreadable'],
    ['[\n', 'unreadable'],
    ['[]', 'unreadable'],
    ['{"period": 7}', 'unreadable'],
    ['\u0000\u0001{"period":{"duration":1,', 'unreadable'],
    [readCapture('intel/xpu-smi-discovery-ats-0x020a.json'), 'unreadable'],
  ])('refuse output %#', (text, reason) => expect(reasonOf(text)).toBe(reason));
});
