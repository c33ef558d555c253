import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { parseLspci } from './parse-lspci.ts';

// Written by hand in the forms that lspci prints: one machine with a console, two GPUs, and what is none.
const plain = `00:00.0 Host bridge: Intel Corporation Device 4650 (rev 05)
00:02.0 VGA compatible controller: Intel Corporation AlderLake-S GT1 [UHD Graphics 770] (rev 0c)
01:00.0 VGA compatible controller: NVIDIA Corporation GA102 [GeForce RTX 3090] (rev a1)
01:00.1 Audio device: NVIDIA Corporation GA102 High Definition Audio Controller (rev a1)
02:00.0 Bridge: NVIDIA Corporation GA100 [A100 NVSwitch] (rev a1)
03:00.0 VGA compatible controller: ASPEED Technology, Inc. ASPEED Graphics Family (rev 52)
`;
const withIds = `00:00.0 Host bridge [0600]: Intel Corporation Device [8086:4650] (rev 05)
00:02.0 VGA compatible controller [0300]: Intel Corporation AlderLake-S GT1 [UHD Graphics 770] [8086:4680] (rev 0c)
01:00.0 VGA compatible controller [0300]: NVIDIA Corporation GA102 [GeForce RTX 3090] [10de:2204] (rev a1)
01:00.1 Audio device [0403]: NVIDIA Corporation GA102 High Definition Audio Controller [10de:1aef] (rev a1)
02:00.0 Bridge [0680]: NVIDIA Corporation GA100 [A100 NVSwitch] [10de:1af1] (rev a1)
03:00.0 VGA compatible controller [0300]: ASPEED Technology, Inc. ASPEED Graphics Family [1a03:2000] (rev 52)
`;
const verbose = withIds.replaceAll(
  /^(01:00\.0.*)$/gm,
  `$1 (prog-if 00 [VGA controller])
\tSubsystem: Gigabyte Technology Co., Ltd GA102 [GeForce RTX 3080 Ti] [1458:403b]
\tFlags: bus master, fast devsel, latency 0, IRQ 196
\tMemory at 81000000 (32-bit, non-prefetchable) [size=16M]
\tCapabilities: <access denied>
\tKernel driver in use: nvidia`,
);
const numeric = `00:00.0 0600: 8086:4650 (rev 05)
00:02.0 0300: 8086:4680 (rev 0c)
01:00.0 0300: 10de:2204 (rev a1)
01:00.1 0403: 10de:1aef (rev a1)
02:00.0 0680: 10de:1af1 (rev a1)
03:00.0 0300: 1a03:2000 (rev 52)
`;
const quoted = `00:00.0 "Host bridge" "Intel Corporation" "Device 4650" -r05 "Dell" "Device 0a9f"
00:02.0 "VGA compatible controller" "Intel Corporation" "AlderLake-S GT1 [UHD Graphics 770]" -r0c "Dell" "Device 0a9f"
01:00.0 "VGA compatible controller" "NVIDIA Corporation" "GA102 [GeForce RTX 3090]" -ra1 "Gigabyte" "Device 403b"
01:00.1 "Audio device" "NVIDIA Corporation" "GA102 High Definition Audio Controller" -ra1 "Gigabyte" "Device 403b"
02:00.0 "Bridge" "NVIDIA Corporation" "GA100 [A100 NVSwitch]" -ra1 "" ""
03:00.0 "VGA compatible controller" "ASPEED Technology, Inc." "ASPEED Graphics Family" -r52 "" ""
`;
const quotedIds = `0000:00:02.0 "VGA compatible controller [0300]" "Intel Corporation [8086]" "AlderLake-S GT1 [UHD Graphics 770] [4680]" -r0c -p00 "Dell [1028]" "Device [0a9f]"
0000:01:00.0 "VGA compatible controller [0300]" "NVIDIA Corporation [10de]" "GA102 [GeForce RTX 3090] [2204]" -ra1 -p00 "Gigabyte [1458]" "GA102 [GeForce RTX 3080 Ti] [403b]"
0000:02:00.0 "Bridge [0680]" "NVIDIA Corporation [10de]" "GA100 [A100 NVSwitch] [1af1]" -ra1 "" ""
0000:03:00.0 "VGA compatible controller [0300]" "ASPEED Technology, Inc. [1a03]" "ASPEED Graphics Family [2000]" -r52 "" ""
`;
const record = (slot: string, fields: Readonly<Record<string, string>>): string =>
  `Slot:\t${slot}\n${Object.entries(fields)
    .map(([key, value]) => `${key}:\t${value}\n`)
    .join('')}\n`;
const records = [
  record('0000:00:02.0', {
    Class: 'VGA compatible controller [0300]',
    Vendor: 'Intel Corporation [8086]',
    Device: 'AlderLake-S GT1 [UHD Graphics 770] [4680]',
    Rev: '0c',
    IOMMUGroup: '0',
  }),
  record('0000:01:00.0', {
    Class: 'VGA compatible controller [0300]',
    Vendor: 'NVIDIA Corporation [10de]',
    Device: 'GA102 [GeForce RTX 3090] [2204]',
    SVendor: 'Gigabyte Technology Co., Ltd [1458]',
    SDevice: 'GA102 [GeForce RTX 3080 Ti] [403b]',
    Rev: 'a1',
    ProgIf: '00',
    Module: 'nvidia',
  }),
  record('0000:02:00.0', {
    Class: 'Bridge [0680]',
    Vendor: 'NVIDIA Corporation [10de]',
    Device: 'GA100 [A100 NVSwitch] [1af1]',
  }),
  record('0000:03:00.0', {
    Class: 'VGA compatible controller [0300]',
    Vendor: 'ASPEED Technology, Inc. [1a03]',
    Device: 'ASPEED Graphics Family [2000]',
    Rev: '52',
  }),
].join('');
/** What `lspci -vm` called the address before there was `Slot`. */
const oldRecords = records.replaceAll('Slot:', 'Device:');

const nvidia = { source: 'lspci', vendor: 'nvidia', kind: 'discrete', pciAddress: '0000:01:00.0', unusable: null };
const intel = { source: 'lspci', vendor: 'intel', kind: 'integrated', pciAddress: '0000:00:02.0' };

const failureOf = (text: string) => {
  try {
    parseLspci(text);
  } catch (error) {
    if (isPerigeeError(error)) return error.problem;
    throw error;
  }
  return null;
};

const gpusOf = (text: string) => parseLspci(text).gpus;
const line = (slot: string, model: string): string => `${slot} ${model}\n`;

describe('the list of lspci', () => {
  it.each([
    ['plain', plain],
    ['-nn', withIds],
    ['-v', verbose],
    ['-mm', quoted],
    ['-mmnn', quotedIds],
    ['-vmmnn', records],
    ['-vm', oldRecords],
    ['-vmm', records.replaceAll(/ \[[0-9a-f]{4}\]$/gm, '')],
  ])('names the GPUs and the console in its form %s', (_, text) => {
    const { gpus, displays } = parseLspci(text);
    expect(gpus).toMatchObject([
      { ...intel, name: 'UHD Graphics 770' },
      { ...nvidia, name: 'GeForce RTX 3090' },
    ]);
    expect(displays).toEqual([{ name: 'ASPEED Graphics Family', reason: 'console', source: 'lspci' }]);
  });

  it.each([withIds, verbose, quotedIds, records, oldRecords, numeric])(
    "gives the device's id and not its board's (%#)",
    (text) => expect(gpusOf(text).map(({ pciId }) => pciId)).toEqual(['8086:4680', '10de:2204']),
  );

  it('has no names in a list of numbers', () => {
    expect(gpusOf(numeric)).toMatchObject([
      { ...intel, name: null },
      { ...nvidia, name: null },
    ]);
    expect(parseLspci(numeric).displays).toHaveLength(1);
  });

  it('has no name for a device that its list does not know', () => {
    const unlisted = line(
      '01:00.0',
      'VGA compatible controller [0300]: NVIDIA Corporation Device [10de:2b85] (rev a1)',
    );
    expect(gpusOf(unlisted)).toMatchObject([{ name: null, vendor: 'nvidia', pciId: '10de:2b85' }]);
    const words = line('01:00.0', 'VGA compatible controller: NVIDIA Corporation Device 2b85 (rev a1)');
    expect(gpusOf(words)).toMatchObject([{ name: null, vendor: 'nvidia', pciId: null }]);
    const nameOf = (model: string) =>
      gpusOf(line('01:00.0', `"3D controller" "NVIDIA Corporation" "${model}"`))[0]?.name;
    expect(nameOf('Device 2b85')).toBeNull();
    expect(nameOf('Device [2b85]')).toBeNull();
  });

  it('counts 3D controllers and display controllers, and an Instinct that calls itself an accelerator', () => {
    const text = [
      line('18:00.0', '3D controller [0302]: NVIDIA Corporation GH100 [H100 SXM5 80GB] [10de:2330] (rev a1)'),
      line(
        'c1:00.0',
        'Display controller [0380]: Advanced Micro Devices, Inc. [AMD/ATI] Aldebaran/MI200 [Instinct MI210] [1002:740f] (rev 02)',
      ),
      line(
        'e1:00.0',
        'Processing accelerators [1200]: Advanced Micro Devices, Inc. [AMD/ATI] Aqua Vanjaram [Instinct MI300X] [1002:74a1]',
      ),
    ].join('');
    expect(gpusOf(text).map(({ name, vendor }) => [name, vendor])).toEqual([
      ['H100 SXM5 80GB', 'nvidia'],
      ['Instinct MI210', 'amd'],
      ['Instinct MI300X', 'amd'],
    ]);
  });

  it.each([
    'Processing accelerators [1200]: Intel Corporation Meteor Lake NPU [8086:7d1d] (rev 04)',
    'Processing accelerators [1200]: Habana Labs Ltd. Device [1da3:1021] (rev 05)',
    'Signal processing controller [1180]: Advanced Micro Devices, Inc. [AMD] AMD IPU Device [1022:1502]',
    'Bridge [0680]: NVIDIA Corporation GH100 [H100 NVSwitch] [10de:22a3] (rev a1)',
    'Serial bus controller [0c80]: NVIDIA Corporation TU104 USB Type-C UCSI Controller [10de:1ad9] (rev a1)',
  ])('does not count %s', (model) =>
    expect(parseLspci(line('0000:0b:00.0', model))).toEqual({ gpus: [], displays: [] }),
  );

  it.each([
    'VGA compatible controller [0300]: Red Hat, Inc. Virtio 1.0 GPU [1af4:1050] (rev 01)',
    'VGA compatible controller [0300]: Cirrus Logic GD 5446 [1013:00b8]',
    'VGA compatible controller: VMware SVGA II Adapter',
    'VGA compatible controller [0300]: Amazon.com, Inc. Device [1d0f:1111]',
    'VGA compatible controller: Matrox Electronics Systems Ltd. MGA G200EH (rev 01)',
    '3D controller [0302]: Microsoft Corporation Basic Render Driver [1414:008e]',
  ])('shows as a console: %s', (model) =>
    expect(parseLspci(line('00:03.0', model))).toMatchObject({ gpus: [], displays: [{ reason: 'console' }] }),
  );

  it("counts a card once: not its second display, not SR-IOV's virtual functions", () => {
    const h100 = '3D controller [0302]: NVIDIA Corporation GA100 [A100 PCIe 40GB] [10de:20f1] (rev a1)';
    const functions = ['41:00.0', '41:00.4', '41:00.5', '41:01.0', '41:01.1', 'c1:00.0'];
    expect(gpusOf(functions.map((slot) => line(slot, h100)).join('')).map(({ pciAddress }) => pciAddress)).toEqual([
      '0000:41:00.0',
      '0000:c1:00.0',
    ]);
    const intelGpu = (slot: string) =>
      line(slot, 'VGA compatible controller [0300]: Intel Corporation Device [8086:a7a0]');
    expect(gpusOf(intelGpu('00:02.0') + intelGpu('00:02.1') + intelGpu('00:02.2'))).toHaveLength(1);
  });

  it('counts each of the cards that a hypervisor put on one bus', () => {
    const t4 = '3D controller: NVIDIA Corporation TU104GL [Tesla T4] (rev a1)';
    expect(gpusOf(line('00:04.0', t4) + line('00:05.0', t4) + line('02:00.0', t4) + line('02:01.0', t4))).toHaveLength(
      4,
    );
  });

  it("takes a guest's virtual function for virtual", () => {
    const vf =
      'Processing accelerators [1200]: Advanced Micro Devices, Inc. [AMD/ATI] Aqua Vanjaram [Instinct MI300X VF] [1002:74b5]';
    expect(gpusOf(line('00:06.0', vf))).toMatchObject([{ name: 'Instinct MI300X VF', kind: 'virtual' }]);
  });

  it('takes a card whose registers read as ones for lost', () => {
    const gone = line('01:00.0', '3D controller: NVIDIA Corporation GP107M [GeForce GTX 1050 Mobile] (rev ff)');
    expect(gpusOf(gone)).toMatchObject([{ name: 'GeForce GTX 1050 Mobile', unusable: 'lost' }]);
    expect(gpusOf(records.replace('Rev:\ta1', 'Rev:\tff'))[1]?.unusable).toBe('lost');
  });

  it("knows the graphics of AMD's processors by the chip's name", () => {
    const apu = line('c4:00.0', 'VGA compatible controller: Advanced Micro Devices, Inc. [AMD/ATI] Phoenix1 (rev c4)');
    expect(gpusOf(apu)).toMatchObject([{ name: 'Phoenix1', vendor: 'amd', kind: 'integrated' }]);
  });

  it('keeps domains, and passes over a path of bridges, an IOMMU group and a prompt', () => {
    const l4 = '3D controller [0302]: NVIDIA Corporation AD104GL [L4] [10de:27b8] (rev a1)';
    expect(gpusOf(line('10000:e1:00.0', l4))[0]?.pciAddress).toBe('10000:e1:00.0');
    expect(gpusOf(line('00:01.0/01:00.0', l4))[0]?.pciAddress).toBe('0000:01:00.0');
    expect(gpusOf(line('IOMMU Group 50 0000:be:00.0', l4))[0]?.pciAddress).toBe('0000:be:00.0');
    expect(gpusOf(`$ lspci -nn\npcilib: Cannot open something\n${line('01:00.0', l4)}$ `)).toHaveLength(1);
  });

  it('tells of a slot once when the text holds the list twice', () =>
    expect(gpusOf(plain + withIds).map(({ pciId }) => pciId)).toEqual(['8086:4680', '10de:2204']));
});

describe('what is no list of lspci', () => {
  it.each([
    ['', 'unreadable'],
    ['-[0000:00]-+-00.0  Intel Corporation Device 4650\n', 'unreadable'],
    ['{"gpu_data": []}', 'unreadable'],
    ['lspci: Cannot open /sys/bus/pci/devices: Permission denied\n', 'permission_denied'],
  ])('is a failure with a reason (%#)', (text, reason) =>
    expect(failureOf(text)).toMatchObject({ code: 'GPU_TOOL_FAILED', data: { tool: 'lspci', reason } }),
  );

  it.each([plain, withIds, verbose, numeric, quoted, quotedIds, records, oldRecords])(
    'is refused when cut within a device, and never shows more GPUs than there are (%#)',
    (text) => {
      const { gpus: all, displays } = parseLspci(text);
      const lineEnds = new Set([...text.matchAll(/\n/g)].map(({ index }) => index + 1));
      for (let length = 0; length < text.length; length += 1) {
        const cut = text.slice(0, length);
        if (failureOf(cut)) continue;
        const seen = parseLspci(cut);
        expect(seen.gpus.length + seen.displays.length).toBeLessThanOrEqual(all.length + displays.length);
        if (lineEnds.has(length)) continue;
        // Within a line only a name can be short.
        expect(seen.gpus.map(({ pciAddress }) => pciAddress)).toEqual(
          all.slice(0, seen.gpus.length).map(({ pciAddress }) => pciAddress),
        );
      }
    },
  );

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(plain, withIds, quotedIds, records), fc.nat(400), (noise, text, at) => {
        const problem = failureOf(text.slice(0, at) + noise + text.slice(at + noise.length));
        return problem === null || problem.code === 'GPU_TOOL_FAILED';
      }),
      { seed: 3 },
    );
  });

  it.each(['01:00.0 "', ' ', '[', '01:00.0 VGA compatible controller: x\n', 'Slot:\t01:00.0\n', '\u0000\uFFFD"\\'])(
    'is read in a moment: ten megabytes of %j',
    (piece) => {
      const begun = performance.now();
      const problem = failureOf(piece.repeat(Math.ceil((10 * 2 ** 20) / piece.length)));
      expect(problem === null || problem.code === 'GPU_TOOL_FAILED').toBe(true);
      expect(performance.now() - begun).toBeLessThan(10_000);
    },
    30_000,
  );
});
