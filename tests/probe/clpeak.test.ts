import { describe, expect, it } from 'vitest';
import { parseClpeak } from './clpeak.ts';

/** clpeak 1.1.2 in a virtual machine with an H200; PoCL's figures stand before the card's. */
const text = `
Platform: Portable Computing Language
  Device: pthread-skylake-avx512-Intel Xeon Processor
    Driver version  : 3.1+debian (Linux x64)
    Compute units   : 16
    Clock frequency : 2000 MHz

    Global memory bandwidth (GBPS)
      float   : 41.20

    Single-precision compute (GFLOPS)
      float   : 13.01
      float2  : 27.05
      float4  : 54.26
      float8  : 115.57
      float16 : 224.79


Platform: NVIDIA CUDA
  Device: NVIDIA H200
    Driver version  : 580.159.04 (Linux x64)
    Compute units   : 132
    Clock frequency : 1980 MHz

    Global memory bandwidth (GBPS)
      float   : 4139.65
      float2  : 4200.70
      float4  : 4254.97
      float8  : 4326.64
      float16 : 4379.94

    Single-precision compute (GFLOPS)
      float   : 64504.16
      float2  : 64433.79
      float4  : 64259.48
      float8  : 63833.56
      float16 : 63513.66

`;

describe('the figure of clpeak', () => {
  it('is its best of any vector width, of the device that is meant', () => {
    expect(parseClpeak(text, 'fp32')).toBe(224.79);
    expect(parseClpeak(text, 'fp32', 'NVIDIA H200')).toBe(64_504.16);
    expect(parseClpeak(text, 'bandwidth', 'NVIDIA H200')).toBe(4379.94);
    expect(parseClpeak(text, 'fp32', 'NVIDIA H100')).toBeNull();
  });

  it.each(['', 'no platforms found', 'Single-precision compute (GFLOPS)\n', '  Device: x\n'])(
    'is unknown in %j',
    (said) => expect(parseClpeak(said, 'fp32')).toBeNull(),
  );
});
