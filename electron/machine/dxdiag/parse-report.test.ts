import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { parseDxdiag } from './parse-report.ts';

const failureOf = (text: string) => {
  try {
    parseDxdiag(text);
  } catch (error) {
    if (isPerigeeError(error)) return error.problem;
    throw error;
  }
  return null;
};

// Written by hand, in the fields that Windows 11 writes.
const section = (title: string, ...lines: readonly string[]): string => {
  const rule = '-'.repeat(title.length);
  return [rule, title, rule, ...lines, ''].join('\r\n');
};
const card = (fields: Readonly<Record<string, string>>): string =>
  Object.entries({
    'Card name': 'NVIDIA GeForce RTX 4090',
    Manufacturer: 'NVIDIA',
    'Chip type': 'NVIDIA GeForce RTX 4090',
    'Device Type': 'Full Device (POST)',
    'Device Key': 'Enum\\PCI\\VEN_10DE&DEV_2684&SUBSYS_889D1043&REV_A1',
    'Device Problem Code': 'No Problem',
    'Display Memory': '56950 MB',
    'Dedicated Memory': '24142 MB',
    'Shared Memory': '32808 MB',
    'Monitor Model': 'L27-4C',
    'Driver Version': '32.0.15.9584',
    'Driver Model': 'WDDM 3.2',
    'Vendor ID': '0x10DE',
    'Device ID': '0x2684',
    ...fields,
  })
    .map(([label, value]) => `${label.padStart(20)}: ${value}`)
    .concat('', '')
    .join('\r\n');
const components = `   Component Drivers: \r\n         Driver Name: Unknown\r\n      Driver Version: Unknown\r\n\r\n`;
const intel = card({
  'Card name': 'Intel(R) UHD Graphics 770',
  Manufacturer: 'Intel Corporation',
  'Device Key': 'Enum\\PCI\\VEN_8086&DEV_4680&SUBSYS_86941043&REV_0C',
  'Dedicated Memory': '128 MB',
  'Driver Version': '31.0.101.4502',
  'Vendor ID': '0x8086',
  'Device ID': '0x4680',
});
const report = (...cards: readonly string[]): string =>
  [
    section('System Information', '      Time of this report: 10/8/2026, 12:26:33', '         Language: Russian'),
    section('DxDiag Notes', ...cards.map((_, index) => `      Display Tab ${index + 1}: No problems found.`)),
    section('Display Devices', ...cards),
    '-------------\r\nMCDM Devices\r\n-------------\r\n',
    section('Sound Devices', '            Description: Speakers', '         Driver Version: 6.0.9411.1 (English)'),
  ].join('');

const gpusOf = (text: string) => parseDxdiag(text).gpus;
const rtx4090 = {
  source: 'dxdiag',
  name: 'NVIDIA GeForce RTX 4090',
  vendor: 'nvidia',
  kind: 'discrete',
  vramBytes: 24_142 * 2 ** 20,
  driver: '595.84',
  pciId: '10de:2684',
  unusable: null,
};

describe('the file of dxdiag', () => {
  it('counts a card once, however many monitors it has', () => {
    const text = report(card({}) + components, card({ 'Monitor Model': 'DELL U2720Q' }), intel);
    expect(parseDxdiag(text)).toMatchObject({
      gpus: [rtx4090, { name: 'Intel(R) UHD Graphics 770', kind: 'integrated', vramBytes: 128 * 2 ** 20 }],
      displays: [],
    });
  });

  it('counts a card without a monitor beside its twin', () => {
    const idle = card({ 'Device Type': 'Render-Only Device' });
    expect(gpusOf(report(card({}), card({}), idle, idle))).toHaveLength(3);
  });

  it('takes the memory of the card alone', () => {
    const vramOf = (memory: string) => gpusOf(report(card({ 'Dedicated Memory': memory })))[0]?.vramBytes;
    expect(vramOf('n/a')).toBeNull();
    expect(vramOf('0 MB')).toBeNull();
    expect(vramOf('24.142 MB')).toBe(24_142 * 2 ** 20);
    expect(vramOf('15724 МБ')).toBeNull();
    expect(vramOf('15724 MБ')).toBe(15_724 * 2 ** 20);
  });

  it('reads the display section alone, and a card without a device key by its ids', () => {
    expect(gpusOf(card({}))).toMatchObject([rtx4090]);
    const [gpu] = gpusOf(section('Display Devices', card({ 'Device Key': 'n/a' })));
    expect(gpu).toMatchObject(rtx4090);
  });

  it.each([
    [{ 'Card name': 'Microsoft Remote Display Adapter', 'Device Type': 'Display-Only Device' }, 'remote'],
    [{ 'Card name': 'Some Screen', 'Device Type': 'Display-Only Device' }, 'indirect'],
    [{ 'Card name': 'Microsoft Basic Display Adapter' }, 'no_driver'],
    [{ 'Card name': 'Microsoft Hyper-V Video', 'Device Key': 'Enum\\VMBUS\\{DA0A7802}' }, 'console'],
  ])('shows as a display: %j', (given, reason) => {
    const nothing = { Manufacturer: 'Microsoft', 'Device Key': 'n/a', 'Vendor ID': 'n/a', 'Device ID': 'n/a' };
    expect(parseDxdiag(report(card({ ...nothing, ...given }), intel))).toMatchObject({
      gpus: [{ vendor: 'intel' }],
      displays: [{ reason, source: 'dxdiag' }],
    });
  });

  it("counts Windows' renderer as software, and no neural processor at all", () => {
    const renderer = card({
      'Card name': 'Microsoft Basic Render Driver',
      Manufacturer: 'Microsoft',
      'Vendor ID': '0x1414',
    });
    expect(gpusOf(report(renderer))).toMatchObject([{ kind: 'software', vendor: 'other', pciId: null }]);
    const npu = card({ 'Card name': 'Intel(R) AI Boost', 'Driver Model': 'MCDM 3.2' });
    expect(gpusOf(report(card({}), npu))).toHaveLength(1);
    const apart = report(card({})).replace('MCDM Devices\r\n-------------\r\n', (title) => `${title}${npu}`);
    expect(gpusOf(apart)).toHaveLength(1);
  });

  it('takes a card with a problem for unusable, and its kind from what Windows says of it', () => {
    const stopped = card({ 'Device Problem Code': '43' });
    expect(gpusOf(report(stopped))[0]?.unusable).toBe('lost');
    const apu = card({
      'Card name': 'AMD Custom GPU',
      Manufacturer: 'Advanced Micro Devices, Inc.',
      'Device Key': 'Enum\\PCI\\VEN_1002&DEV_15BF&SUBSYS_0&REV_C4',
      'Hybrid Graphics GPU': 'Integrated',
    });
    expect(gpusOf(report(apu))).toMatchObject([{ vendor: 'amd', kind: 'integrated' }]);
  });

  it('has no GPU where a whole file lists no display device', () =>
    expect(parseDxdiag(report())).toEqual({ gpus: [], displays: [] }));
});

describe('what is no file of dxdiag', () => {
  it.each([
    '',
    'dxdiag: command not found',
    '{"SPDisplaysDataType": []}',
    section('System Information', 'Memory: 1 MB'),
  ])('is a failure: %j', (text) =>
    expect(failureOf(text)).toMatchObject({ code: 'GPU_TOOL_FAILED', data: { tool: 'dxdiag' } }),
  );

  it('is refused when cut before the last card, and counts right behind it', () => {
    const cards = [card({}), card({ 'Monitor Model': 'other' }), intel];
    const text = report(...cards);
    const { gpus } = parseDxdiag(text);
    for (let length = 0; length < text.length; length += 1) {
      const cut = text.slice(0, length);
      if (failureOf(cut) === null) expect(gpusOf(cut)).toHaveLength(gpus.length);
    }
    expect(failureOf(text.slice(0, text.indexOf('Intel(R)')))).not.toBeNull();
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constant(report(card({}), intel)), fc.nat(2_000), (noise, text, at) => {
        const problem = failureOf(text.slice(0, at) + noise + text.slice(at));
        return problem === null || problem.code === 'GPU_TOOL_FAILED';
      }),
      { seed: 3 },
    );
  });

  it.each(['Card name: x\n', '---\n', 'a:', ' ', '\n'])(
    'is read in a moment: ten megabytes of %j',
    (piece) => {
      const begun = performance.now();
      const problem = failureOf(piece.repeat(Math.ceil((10 * 2 ** 20) / piece.length)));
      expect(problem?.code).toBe('GPU_TOOL_FAILED');
      expect(performance.now() - begun).toBeLessThan(10_000);
    },
    30_000,
  );
});
