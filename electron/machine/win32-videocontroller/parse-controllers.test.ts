import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { parseControllers } from './parse-controllers.ts';

const failureOf = (text: string) => {
  try {
    parseControllers(text);
  } catch (error) {
    if (isPerigeeError(error)) return error.problem;
    throw error;
  }
  return null;
};

// Written by hand, in the properties that Get-CimInstance prints.
const rtx4090 = {
  Caption: 'NVIDIA GeForce RTX 4090',
  Name: 'NVIDIA GeForce RTX 4090',
  Status: 'OK',
  Availability: 3,
  ConfigManagerErrorCode: 0,
  CreationClassName: 'Win32_VideoController',
  PNPDeviceID: 'PCI\\VEN_10DE&DEV_2684&SUBSYS_889D1043&REV_A1\\4&2283F625&0&0019',
  AdapterCompatibility: 'NVIDIA',
  AdapterRAM: 4_293_918_720,
  DriverDate: '/Date(1700000000000)/',
  DriverVersion: '32.0.15.9584',
  InfSection: 'Section167',
  VideoProcessor: 'NVIDIA GeForce RTX 4090',
};
const uhd770 = {
  ...rtx4090,
  Caption: 'Intel(R) UHD Graphics 770',
  Name: 'Intel(R) UHD Graphics 770',
  AdapterCompatibility: 'Intel Corporation',
  AdapterRAM: 1_073_741_824,
  PNPDeviceID: 'PCI\\VEN_8086&DEV_4680&SUBSYS_86941043&REV_0C\\3&11583659&0&10',
  DriverVersion: '31.0.101.4502',
};
const controllers = (...given: readonly object[]) => parseControllers(JSON.stringify(given));
const gpuWith = (given: object) => controllers({ ...rtx4090, ...given }).gpus[0];

const nvidia = {
  name: 'NVIDIA GeForce RTX 4090',
  vendor: 'nvidia',
  pciId: '10de:2684',
  driver: '595.84',
  vramBytes: null,
};
const intel = { name: 'Intel(R) UHD Graphics 770', vendor: 'intel', pciId: '8086:4680', vramBytes: 2 ** 30 };

describe("Windows' list of video controllers as JSON", () => {
  it.each([
    JSON.stringify([rtx4090, uhd770]),
    JSON.stringify([rtx4090, uhd770], null, 4).replaceAll('\n', '\r\n'),
    `\uFEFF${JSON.stringify({ value: [rtx4090, uhd770], Count: 2 })}`,
    `WARNING: something\r\n[\r\n${JSON.stringify(rtx4090)},\r\n${JSON.stringify(uhd770)}\r\n]\r\n`,
  ])('reads both cards, however it is wrapped (%#)', (text) =>
    expect(parseControllers(text)).toMatchObject({
      gpus: [
        { source: 'win32-videocontroller', ...nvidia, kind: 'discrete', unusable: null },
        { ...intel, kind: 'integrated' },
      ],
      displays: [],
    }),
  );

  it('reads a single one, which PowerShell 5 does not put in an array, and none', () => {
    expect(parseControllers(JSON.stringify(rtx4090)).gpus).toMatchObject([nvidia]);
    expect(parseControllers('[\r\n\r\n]\r\n')).toEqual({ gpus: [], displays: [] });
  });

  it.each([4_293_918_720, 4_294_967_295, 0, -1_048_576, null, 'viel', '4293918720'])(
    'has no memory figure for AdapterRAM %j',
    (AdapterRAM) => expect(gpuWith({ AdapterRAM })?.vramBytes).toBeNull(),
  );

  it('has a figure below 4 GiB, as a number or in words', () => {
    expect(gpuWith({ AdapterRAM: 2_147_483_648 })?.vramBytes).toBe(2 ** 31);
    expect(gpuWith({ AdapterRAM: '2147483648' })?.vramBytes).toBe(2 ** 31);
  });

  it('counts cards by their device paths: two alike are two, one that is listed per head is one', () => {
    const second = { ...rtx4090, PNPDeviceID: rtx4090.PNPDeviceID.replace('0019', '0008') };
    expect(controllers(rtx4090, second).gpus).toHaveLength(2);
    expect(controllers(rtx4090, { ...rtx4090, DeviceID: 'VideoController2' }).gpus).toHaveLength(1);
  });

  it.each([22, 43, 45])('takes a card that Windows reports broken (code %i) for unusable', (ConfigManagerErrorCode) =>
    expect(gpuWith({ ConfigManagerErrorCode, Status: 'Error' })?.unusable).toBe('stopped'),
  );

  it('does not mind a card without a monitor', () =>
    expect(gpuWith({ Availability: 8 })).toMatchObject({ unusable: null }));

  it.each([
    [{ Name: 'Базовый видеоадаптер (Майкрософт)', AdapterCompatibility: '(Стандартные видеоадаптеры)' }, 'no_driver'],
    [{ Name: '??????? ???????????? (??????????)', AdapterCompatibility: '(??????????? ?????)' }, 'no_driver'],
    [{ Name: 'Some translated name', AdapterCompatibility: 'Microsoft', InfSection: 'MSBDA' }, 'no_driver'],
    [
      { Name: 'Microsoft Remote Display Adapter', PNPDeviceID: 'SWD\\REMOTEDISPLAYENUM\\RDPIDD_INDIRECTDISPLAY' },
      'remote',
    ],
    [{ Name: 'Удалённый', AdapterCompatibility: '', PNPDeviceID: 'SWD\\REMOTEDISPLAYENUM\\X' }, 'remote'],
    [{ Name: 'Some Virtual Screen', AdapterCompatibility: 'Maker', PNPDeviceID: 'ROOT\\DISPLAY\\0000' }, 'indirect'],
    [{ Name: 'DisplayLink USB Device', PNPDeviceID: 'USB\\VID_17E9&PID_430C' }, 'indirect'],
    [{ Name: 'Microsoft Hyper-V Video', PNPDeviceID: 'VMBUS\\{DA0A7802-E377-4AAC-8E77-0558EB1073F8}' }, 'console'],
    [{ Name: 'Red Hat VirtIO GPU DOD controller', PNPDeviceID: 'PCI\\VEN_1AF4&DEV_1050&SUBSYS_11001AF4' }, 'console'],
  ])('shows as a display: %j', (given, reason) =>
    expect(
      controllers({ ...rtx4090, AdapterCompatibility: 'Microsoft', VideoProcessor: null, ...given }),
    ).toMatchObject({
      gpus: [],
      displays: [{ reason, source: 'win32-videocontroller' }],
    }),
  );

  it("takes Windows' renderer for software, and a guest's share of a card for virtual", () => {
    const renderer = {
      Name: 'Microsoft Basic Render Driver',
      AdapterCompatibility: 'Microsoft',
      PNPDeviceID: 'ROOT\\BASICRENDER\\0000',
    };
    expect(gpuWith(renderer)).toMatchObject({ kind: 'software', vendor: 'other', pciId: null });
    const share = 'PCI\\VEN_1414&DEV_008E&SUBSYS_00000000&REV_00\\5&139AA5A4&0&0';
    expect(gpuWith({ PNPDeviceID: share })).toMatchObject({ kind: 'virtual', vendor: 'nvidia', pciId: null });
  });

  it('knows the maker by the PCI id where the name is in no language of ours', () =>
    expect(gpuWith({ Name: 'Видеокарта', Caption: null, AdapterCompatibility: 'Неизвестно' })).toMatchObject({
      name: 'Видеокарта',
      vendor: 'nvidia',
      pciId: '10de:2684',
    }));
});

const alphabetical: readonly (readonly [string, string])[] = [
  ['AcceleratorCapabilities', ''],
  ['AdapterCompatibility', 'Advanced Micro Devices, Inc.'],
  ['AdapterRAM', '4293918720'],
  ['Availability', '3'],
  ['Caption', 'AMD Radeon RX 580 2048SP'],
  ['ConfigManagerErrorCode', '0'],
  ['CreationClassName', 'Win32_VideoController'],
  ['DriverDate', '20221025000000.000000-000'],
  ['DriverVersion', '31.0.12044.3'],
  ['Name', 'AMD Radeon RX 580 2048SP'],
  ['PNPDeviceID', 'PCI\\VEN_1002&DEV_6FDF&SUBSYS_0B311002&REV_EF\\4&B36F5C3&0&0008'],
  ['Status', 'OK'],
  ['VideoModeDescription', 'Цвета: 1920 x 1080 x 4294967296'],
  ['VideoProcessor', 'AMD Radeon Graphics Processor (0x6FDF)'],
];
const formatList = alphabetical.map(([key, value]) => `${key.padEnd(28)} : ${value}`.trimEnd()).join('\r\n');
const wmic = alphabetical.map(([key, value]) => `${key}=${value}`).join('\r\r\n');
const secondCard = (text: string): string =>
  text
    .replaceAll('AMD Radeon RX 580 2048SP', 'AMD Radeon RX 6800')
    .replace('0B311002', '0E3B1002')
    .replace('6FDF', '73BF');

const amd = {
  name: 'AMD Radeon RX 580 2048SP',
  vendor: 'amd',
  pciId: '1002:6fdf',
  driver: '31.0.12044.3',
  vramBytes: null,
};

describe("Windows' list of video controllers as text", () => {
  it.each([
    `\r\n\r\n${formatList}\r\n\r\n`,
    `\uFEFF\r\r\n\r\r\n${wmic}\r\r\n\r\r\n`,
    wmic.replaceAll('\r\r\n', '\n\n'),
  ])('reads Format-List and wmic (%#)', (text) =>
    expect(parseControllers(text)).toMatchObject({ gpus: [amd], displays: [] }),
  );

  it('reads several cards', () => {
    expect(parseControllers(`${formatList}\r\n\r\n${secondCard(formatList)}\r\n`).gpus).toMatchObject([
      amd,
      { name: 'AMD Radeon RX 6800', pciId: '1002:73bf' },
    ]);
    expect(parseControllers(`${wmic}\r\r\n\r\r\n${secondCard(wmic)}\r\r\n`).gpus).toHaveLength(2);
  });

  it('joins what was wrapped at the edge of the window', () => {
    const wrapped = formatList
      .replace('VEN_1002&DEV_6FDF', 'VEN_1002&DEV\r\n                               _6FDF')
      .replace(/(Name +: AMD Radeon) /, '$1\r\n                               ');
    expect(parseControllers(`${wrapped}\r\n`).gpus).toMatchObject([amd]);
  });

  it('passes over the prompt and the answers to other questions', () => {
    const session = [
      'PS C:\\Users\\Администратор> Get-WmiObject Win32_Processor',
      '',
      'Caption           : Intel64 Family 6 Model 167 Stepping 1',
      'DeviceID          : CPU0',
      'Manufacturer      : GenuineIntel',
      'Name              : 11th Gen Intel(R) Core(TM) i9-11900KF @ 3.50GHz',
      '',
      'PS C:\\Users\\Администратор> Get-WmiObject Win32_VideoController',
      '',
      `__CLASS                      : Win32_VideoController\n${formatList}`,
      '',
      'Не вижу, но VRAM 8Gb',
      '',
      'Count    : 4',
      'Sum      : 51539607552',
      '',
    ].join('\n');
    expect(parseControllers(session)).toMatchObject({ gpus: [amd], displays: [] });
  });

  it('takes "no instances" for an answer', () =>
    expect(parseControllers('No Instance(s) Available.\r\r\n')).toEqual({ gpus: [], displays: [] }));
});

describe('what is no list of video controllers', () => {
  it.each([
    ['', 'unreadable'],
    ['{"Name": "somename", "OSType": "linux", "ServerVersion": "29.7.0"}', 'unreadable'],
    ['{"gpu_data": [{"gpu": 0}]}', 'unreadable'],
    ['[1, [2], {}]', 'unreadable'],
    ['Get-CimInstance : Access denied\r\n    + CategoryInfo : PermissionDenied\r\n', 'unreadable'],
    ['Name: a host\nUptime: 3 days\n', 'unreadable'],
  ])('is a failure (%#)', (text, reason) =>
    expect(failureOf(text)).toMatchObject({ code: 'GPU_TOOL_FAILED', data: { tool: 'powershell', reason } }),
  );

  it('is refused wherever JSON was cut short', () => {
    const text = JSON.stringify([rtx4090, uhd770], null, 2);
    for (let length = 0; length < text.length; length += 1) {
      expect(failureOf(text.slice(0, length))?.code).toBe('GPU_TOOL_FAILED');
    }
  });

  it.each([`${formatList}\r\n\r\n${secondCard(formatList)}\r\n\r\n`, `${wmic}\r\r\n\r\r\n${secondCard(wmic)}\r\r\n`])(
    'is refused wherever a list was cut short within a card (%#)',
    (text) => {
      const second = text.lastIndexOf('AcceleratorCapabilities');
      for (let length = 0; length < text.length; length += 1) {
        if (failureOf(text.slice(0, length))) continue;
        const whole = length <= second + 'AcceleratorCapabilities'.length ? 1 : 2;
        expect(parseControllers(text.slice(0, length)).gpus).toHaveLength(whole);
      }
    },
  );

  it('survives any text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(formatList, wmic, JSON.stringify([rtx4090])),
        fc.nat(500),
        (noise, text, at) => {
          const problem = failureOf(text.slice(0, at) + noise + text.slice(at));
          return problem === null || problem.code === 'GPU_TOOL_FAILED';
        },
      ),
      { seed: 3 },
    );
  });

  it.each(['Name=x\n', 'Name : x\n', ' ', '[', '{"a":', '\n', 'a'])(
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
