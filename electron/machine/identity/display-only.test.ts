import { describe, expect, it } from 'vitest';
import { displayReason, isBasicRenderer } from './display-only.ts';

describe('a display without a processor', () => {
  it.each([
    ['Microsoft Remote Display Adapter', 'remote'],
    ['Citrix Indirect Display Adapter', 'remote'],
    ['Parsec Virtual Display Adapter', 'indirect'],
    ['Meta Virtual Monitor', 'indirect'],
    ['DisplayLink USB Device', 'indirect'],
    ['IddSampleDriver Device HDR', 'indirect'],
    ['Microsoft Hyper-V Video', 'console'],
    ['VMware SVGA 3D', 'console'],
    ['ASPEED Technology, Inc. ASPEED Graphics Family', 'console'],
    ['Red Hat, Inc. Virtio 1.0 GPU', 'console'],
    ['Huawei Technologies Co., Ltd. Hi171x Series [iBMC Intelligent Management system chip w/VGA support]', 'console'],
    ['Microsoft Basic Display Adapter', 'no_driver'],
    ['Базовый видеоадаптер (Майкрософт)', 'no_driver'],
    ['Carte graphique de base Microsoft', 'no_driver'],
    ['Adaptador de pantalla básico de Microsoft', 'no_driver'],
    ['Microsoft 基本显示适配器', 'no_driver'],
  ])('is known by its name: %s', (words, reason) => expect(displayReason(words)).toBe(reason));

  it.each(['1a03:2000', '102b:0536', '1af4:1050', '15ad:0405', '1d0f:1111', '1002:515e'])(
    'is known by its PCI id where nothing else is told: %s',
    (pciId) => expect(displayReason('', pciId)).toBe('console'),
  );

  it.each([
    ['NVIDIA GeForce RTX 4090', '10de:2684'],
    ['AMD Radeon RX 7900 XTX', '1002:744c'],
    ['Intel(R) Arc(TM) A770 Graphics', '8086:56a0'],
    ['Mobile Intel(R) 4 Series Express Chipset Family (Microsoft Corporation - WDDM 1.1)', '8086:2a42'],
    ['Microsoft Basic Render Driver', null],
    ['Apple M3 Max', null],
    ['Видеокарта', null],
  ])('is not a GPU: %s', (words, pciId) => expect(displayReason(words, pciId)).toBeNull());
});

it("knows Windows' own renderer, which is a software GPU", () => {
  expect(isBasicRenderer('Microsoft Microsoft Basic Render Driver')).toBe(true);
  expect(isBasicRenderer('Microsoft Basic Display Adapter')).toBe(false);
});
