import { describe, expect, it } from 'vitest';
import { devicesNamed, parseReport, selectorOf, type VulkanDevice, vulkanFactsOf } from './vulkan-report.ts';

// As the layer wrote it on Debian 12 with Chromium's SwiftShader named twice, and Mesa 25.0.7.
const report = `{"index":0,"name":"SwiftShader Device (Subzero)","vendorId":6880,"deviceId":49374,"apiVersion":"1.3.0","driverVersion":20971520,"deviceType":"cpu","pci":null,"uuid":"53776966745368616465725555494400","localBytes":2147483648,"selected":true}
{"index":1,"name":"SwiftShader Device (Subzero)","vendorId":6880,"deviceId":49374,"apiVersion":"1.3.0","driverVersion":20971520,"deviceType":"cpu","pci":null,"uuid":"53776966745368616465725555494400","localBytes":2147483648,"selected":false}
{"index":2,"name":"llvmpipe (LLVM 15.0.6, 256 bits)","vendorId":65541,"deviceId":0,"apiVersion":"1.4.305","driverVersion":1,"deviceType":"cpu","pci":null,"uuid":"6d65736132352e302e372d327e627000","localBytes":25276026880,"selected":true}
`;
const swiftShader = 'SwiftShader Device (Subzero)';
const card = (index: number, change: Partial<VulkanDevice> = {}): VulkanDevice => ({
  index,
  name: 'NVIDIA GeForce RTX 4090',
  vendorId: 0x10de,
  deviceId: 0x2684,
  pci: `0000:0${index + 1}:00.0`,
  uuid: `${index}`.repeat(32),
  localBytes: 24 * 2 ** 30,
  selected: true,
  ...change,
});

describe("the layer's report", () => {
  it('lists every device in order', () => {
    expect(parseReport(report).map(({ index, name, selected }) => [index, name, selected])).toEqual([
      [0, swiftShader, true],
      [1, swiftShader, false],
      [2, 'llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ]);
  });

  it.each(['', '{"index":0', `${report}{}`, 'null\n'])('lists none when it is cut short or strange: %j', (text) =>
    expect(parseReport(text)).toEqual([]),
  );

  it('gives the facts of a device, and no PCI id where the vendor has none', () => {
    expect(vulkanFactsOf(card(0))).toEqual({
      pciAddress: '0000:01:00.0',
      uuid: '0'.repeat(32),
      pciId: '10de:2684',
      heapBytes: 24 * 2 ** 30,
    });
    expect(parseReport(report).map((device) => vulkanFactsOf(device).pciId)).toEqual(['1ae0:c0de', '1ae0:c0de', null]);
    expect(vulkanFactsOf(card(0, { pci: '0000:00:00.0', localBytes: null }))).toMatchObject({
      pciAddress: null,
      heapBytes: null,
    });
  });
});

describe('a selector', () => {
  it('names the slot before the UUID before the place', () => {
    const cards = [card(0), card(1, { pci: null }), card(2, { pci: null, uuid: null })];
    expect(cards.map((device) => selectorOf(device, cards))).toEqual([
      'pci:0000:01:00.0',
      `uuid:${'1'.repeat(32)}`,
      'index:2',
    ]);
  });

  it('never names what two devices share', () => {
    const cards = [card(0), card(1, { pci: '0000:01:00.0', uuid: '0'.repeat(32) })];
    expect(cards.map((device) => selectorOf(device, cards))).toEqual(['index:0', 'index:1']);
  });
});

describe('the devices behind adapters of one name', () => {
  it('are those that the process sees', () => {
    expect(devicesNamed(swiftShader, 1, parseReport(report)).map(({ index }) => index)).toEqual([0]);
  });

  it('are unknown when there are more or fewer of them than adapters', () => {
    expect(devicesNamed(swiftShader, 2, parseReport(report))).toEqual([]);
    expect(devicesNamed('Radeon', 1, parseReport(report))).toEqual([]);
  });
});
