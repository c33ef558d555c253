import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { type GraphicsController, translateControllers } from './graphics-controllers.ts';

const controller = (given: Partial<GraphicsController>): GraphicsController => ({
  vendor: '',
  model: '',
  vram: null,
  ...given,
});

const namesOf = (controllers: GraphicsController[], platform: NodeJS.Platform) =>
  translateControllers(controllers, platform).gpus.map(({ name }) => name);

describe("the system's graphics controllers", () => {
  it.each([
    'Citrix Indirect Display Adapter',
    'Microsoft Remote Display Adapter',
    'Microsoft Basic Display Adapter',
    'Microsoft Hyper-V Video',
    'Parsec Virtual Display Adapter',
    'Meta Virtual Monitor',
    'spacedesk Graphics Adapter',
    'DisplayLink USB Device',
    'IddSampleDriver Device HDR',
    'SudoMaker Virtual Display Adapter',
    'VMware SVGA 3D',
    'QXL paravirtual graphic card',
    'ASPEED Graphics Family',
    'Virtio 1.0 GPU',
  ])('are no GPU when they only display: %s', (model) =>
    expect(translateControllers([controller({ model })], 'win32')).toMatchObject({
      gpus: [],
      displays: [{ name: model, source: 'systeminformation' }],
    }),
  );

  it('say why a display is no GPU', () => {
    const models = ['Microsoft Remote Display Adapter', 'Microsoft Basic Display Adapter', 'VMware SVGA 3D'];
    const { displays } = translateControllers(
      models.map((model) => controller({ model })),
      'win32',
    );
    expect(displays.map(({ reason }) => reason)).toEqual(['remote', 'no_driver', 'console']);
  });

  it("count Windows' renderer on the processor as a software GPU", () => {
    const { gpus, displays } = translateControllers([controller({ model: 'Microsoft Basic Render Driver' })], 'win32');
    expect(gpus).toMatchObject([{ kind: 'software', vendor: 'other' }]);
    expect(displays).toEqual([]);
  });

  it.each([
    'NVIDIA GeForce RTX 4090',
    'AMD Radeon RX 7900 XTX',
    'Intel(R) Arc(TM) A770 Graphics',
    'Intel(R) UHD Graphics 630',
    'Apple M3 Max',
  ])('keep a real GPU: %s', (model) => expect(namesOf([controller({ model })], 'win32')).toEqual([model]));

  it('puts a card that OpenCL alone saw where it is, not where systeminformation says', () => {
    const { controllers } = JSON.parse(readCapture('system-information/h200-opencl-only.json'));
    expect(translateControllers(controllers, 'linux').gpus).toMatchObject([
      { name: 'NVIDIA H200', pciAddress: '0000:00:06.0' },
    ]);
  });

  it.each([
    [{ busAddress: '01:00.0' }, '0000:01:00.0'],
    [{ busAddress: '00:03.7' }, '0000:00:1f.0'],
    [{ busAddress: '00:06.0' }, '0000:00:06.0'],
    [{ busAddress: '00:00.6', bus: 'Onboard' }, '0000:00:00.6'],
    [{ busAddress: '00:00.6', vendor: 'Advanced Micro Devices, Inc.' }, '0000:00:00.6'],
  ])('changes no address that can be right: %j', (given, pciAddress) =>
    expect(
      translateControllers([controller({ vendor: 'NVIDIA Corporation', model: 'H200', bus: '', ...given })], 'linux')
        .gpus,
    ).toMatchObject([{ pciAddress }]),
  );

  it('take the product from behind the chip in what lspci says', () => {
    const { gpus } = translateControllers(
      [
        controller({
          vendor: 'NVIDIA Corporation',
          model: 'GA102 [GeForce RTX 3090]',
          busAddress: '01:00.0',
          vram: 256,
        }),
      ],
      'linux',
    );
    expect(gpus).toMatchObject([
      { name: 'GeForce RTX 3090', vendor: 'nvidia', kind: 'discrete', pciAddress: '0000:01:00.0' },
    ]);
  });

  it('give no memory where the figure is the PCI window, or has stopped at 32 bits', () => {
    const vramOf = (vram: number | null, platform: NodeJS.Platform) =>
      translateControllers([controller({ model: 'NVIDIA GeForce RTX 4090', vram })], platform).gpus[0]?.vramBytes;
    expect(vramOf(256, 'linux')).toBeNull();
    expect(vramOf(4_293_918_720 / 2 ** 20, 'win32')).toBeNull();
    expect(vramOf(0, 'win32')).toBeNull();
    expect(vramOf(null, 'darwin')).toBeNull();
    expect(vramOf(24_564, 'win32')).toBe(24_564 * 2 ** 20);
    expect(vramOf(8_192, 'darwin')).toBe(8_192 * 2 ** 20);
  });

  it("write Windows' number of an NVIDIA driver as NVIDIA does", () => {
    const driverOf = (model: string, driverVersion: string) =>
      translateControllers([controller({ model, driverVersion })], 'win32').gpus[0]?.driver;
    expect(driverOf('NVIDIA GeForce RTX 4090', '32.0.15.9584')).toBe('595.84');
    expect(driverOf('NVIDIA GeForce RTX 4090', '31.0.15.3713')).toBe('537.13');
    expect(driverOf('NVIDIA GeForce RTX 4090', '595.84')).toBe('595.84');
    expect(driverOf('AMD Radeon RX 7900 XTX', '31.0.24033.1003')).toBe('31.0.24033.1003');
    expect(driverOf('AMD Radeon RX 7900 XTX', '')).toBeNull();
  });

  it.each([
    ['Intel(R) UHD Graphics 770', 'integrated'],
    ['Intel(R) Iris(R) Xe Graphics', 'integrated'],
    ['Intel(R) Arc(TM) B580 Graphics', 'discrete'],
    ['AMD Radeon(TM) Graphics', 'integrated'],
    ['AMD Radeon 780M', 'integrated'],
    ['AMD Radeon RX 6700 XT', 'discrete'],
    ['AMD Instinct MI210', 'discrete'],
    ['Apple M4 Pro', 'unified'],
    ['NVIDIA GB10', 'unified'],
    ['Moore Threads MTT S80', 'unknown'],
  ])('tell the kind of %s', (model, kind) =>
    expect(translateControllers([controller({ model })], 'win32').gpus[0]?.kind).toBe(kind),
  );
});
