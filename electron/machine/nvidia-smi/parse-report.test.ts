import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiReport } from './parse-report.ts';

const mebibyte = 2 ** 20;
const t4 = readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml');
const sffAda = readCapture('nvidia/xml-rtx4000-sff-ada-v13-drv595.xml');
const blackwell = readCapture('nvidia/xml-rtx-pro-6000-blackwell-maxq-v13-drv590.xml');
const nameless = readCapture('nvidia/xml-gtx1660ti-graphics-device-drv418.xml');

const only = (text: string) => {
  const gpus = parseSmiReport(text);
  expect(gpus).toHaveLength(1);
  return gpus[0];
};

const failureOf = (text: string) => {
  try {
    parseSmiReport(text);
  } catch (error) {
    if (isPerigeeError(error)) return error.problem;
    throw error;
  }
  return null;
};

describe('the report of nvidia-smi', () => {
  it('reads a Tesla T4 on Windows, schema v11', () => {
    expect(only(t4)).toEqual({
      source: 'nvidia-smi-xml',
      name: 'Tesla T4',
      vendor: 'nvidia',
      kind: 'discrete',
      vramBytes: 15_360 * mebibyte,
      driver: '512.78',
      pciAddress: '0000:01:00.0',
      uuid: 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124',
      pciId: '10de:1eb8',
      powerLimitWatts: 70,
      mig: null,
      unusable: null,
    });
  });

  it('reads the renamed power section of schema v13', () => {
    expect(only(sffAda)).toMatchObject({
      name: 'NVIDIA RTX 4000 SFF Ada Generation',
      vramBytes: 20_475 * mebibyte,
      driver: '595.84',
      pciAddress: '0000:06:00.0',
      powerLimitWatts: 70,
    });
    expect(only(blackwell)).toMatchObject({
      name: 'NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition',
      vramBytes: 97_887 * mebibyte,
      driver: '590.44.01',
      powerLimitWatts: 300,
    });
  });

  it('has no name for a card that is newer than its driver, and needs no DOCTYPE', () => {
    expect(only(nameless)).toMatchObject({
      name: null,
      vramBytes: 5_912 * mebibyte,
      pciAddress: '0000:43:00.0',
      powerLimitWatts: 130,
    });
  });

  /** No capture at hand is cut: the elements are those of schemas v11 to v13, put into the T4's report by hand. */
  const withMig = (mode: string, devices: string) =>
    t4
      .replace('<current_mig>N/A<', `<current_mig>${mode}<`)
      .replace(/<mig_devices>[\s\S]*?<\/mig_devices>/, `<mig_devices>${devices}</mig_devices>`);
  const slice = (index: number, uuid = '') =>
    `<mig_device><index>${index}</index><gpu_instance_id>${index + 1}</gpu_instance_id>${uuid}
     <fb_memory_usage><total>9728 MiB</total><used>12 MiB</used></fb_memory_usage>
     <utilization><gpu_util>[N/A]</gpu_util></utilization></mig_device>`;

  it("reads the board's own memory behind that of its MIG devices, and takes a cut board for unusable", () => {
    const uuid = 'MIG-c7384736-a75d-5afc-978f-d2f1294409fd';
    expect(only(withMig('Enabled', `${slice(0)}${slice(1, `<uuid>${uuid}</uuid>`)}`))).toMatchObject({
      vramBytes: 15_360 * mebibyte,
      mig: [
        { profile: null, uuid: null, memoryBytes: 9_728 * mebibyte },
        { profile: null, uuid, memoryBytes: 9_728 * mebibyte },
      ],
      unusable: 'mig_mode',
    });
  });

  it('tells a board that is not cut from one that cannot be', () => {
    expect(only(withMig('Disabled', 'None'))).toMatchObject({ mig: [], unusable: null });
    expect(only(withMig('Enabled', 'None'))).toMatchObject({ mig: [], unusable: 'mig_mode' });
    expect(only(t4)?.mig).toBeNull();
  });

  it('lists a GPU that fell off the bus, with what is still known of it', () => {
    const words = t4.replace(/<total>15360 MiB</, '<total>GPU is lost<');
    expect(only(words)).toMatchObject({ name: 'Tesla T4', vramBytes: null, unusable: 'lost' });
  });

  it('adds the GPUs that a sentence before the report says are lost, once', () => {
    const sentence = (slot: string) =>
      `Unable to determine the device handle for GPU ${slot}: GPU is lost.  Reboot the system to recover this GPU\n`;
    expect(parseSmiReport(`${sentence('0000:02:00.0')}${sentence('0000:01:00.0')}${t4}`)).toMatchObject([
      { pciAddress: '0000:01:00.0', unusable: null },
      { pciAddress: '0000:02:00.0', vendor: 'nvidia', name: null, unusable: 'lost' },
    ]);
    expect(failureOf(`${t4.slice(0, 2_000)}\n${sentence('0000:02:00.0')}`)?.data).toMatchObject({ reason: 'gpu_lost' });
  });

  it('is not disturbed by the name of a process that is no XML', () => {
    const name = `<process_info><pid>1</pid><process_name>a & <b></process_name><used_memory>1 MiB</used_memory></process_info>`;
    expect(only(t4.replace('<processes>', `<processes>${name}`))).toEqual(only(t4));
  });

  it('passes over a DTD that precedes the root', () => {
    const elements = Array.from({ length: 200 }, (_, index) => `<!ELEMENT field_${index} (#PCDATA)>`).join('\n');
    const inline = t4.replace(/<!DOCTYPE[^>]*>/, `<!DOCTYPE nvidia_smi_log [\n${elements}\n]>`);
    expect(only(inline)).toEqual(only(t4));
  });

  it('passes over a warning before or after the report', () => {
    const warning = 'WARNING: infoROM is corrupted at gpu 0000:01:00.0\n';
    expect(only(`${warning}${t4}${warning}`)).toEqual(only(t4));
  });

  it.each(['[N/A]', 'N/A', 'Not Found', 'Unknown Error', 'ERR!', '', '0 MiB', '15360', '15360 MB', '-1 MiB'])(
    'has no memory figure for %j',
    (words) => expect(only(t4.replace('<total>15360 MiB</total>', `<total>${words}</total>`))?.vramBytes).toBeNull(),
  );

  it.each(['GPU-00000000-0000-0000-0000-000000000000', 'N/A', 'REDACTED', 'GPU-XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX'])(
    'has no UUID for the masked %s',
    (uuid) => expect(only(t4.replace(/<uuid>.*<\/uuid>/, `<uuid>${uuid}</uuid>`))?.uuid).toBeNull(),
  );

  it.each([
    ['GRID P4-1Q', 'virtual'],
    ['NVIDIA A40-8Q', 'virtual'],
    ['NVIDIA A100-1-5C', 'virtual'],
    ['NVIDIA A100-SXM4-40GB', 'discrete'],
    ['NVIDIA A100-1-5CME', 'virtual'],
    ['NVIDIA RTX 5000 Ada Generation', 'discrete'],
    ['NVIDIA GB10', 'unified'],
    ['Orin (nvgpu)', 'unified'],
  ])('takes %s for %s', (name, kind) => expect(only(t4.replace('Tesla T4', name))?.kind).toBe(kind));

  it('takes a guest of a vGPU host for virtual, whatever its name', () => {
    const guest = t4.replace('<virtualization_mode>None<', '<virtualization_mode>VGPU<');
    expect(only(guest)?.kind).toBe('virtual');
  });

  it("has no memory figure for GB10, which shares the processor's", () => {
    const gb10 = t4
      .replace('Tesla T4', 'NVIDIA GB10')
      .replaceAll(/<(total|used|free|reserved)>.*?<\/\1>/g, '<$1>[N/A]</$1>');
    expect(only(gb10)).toMatchObject({ name: 'NVIDIA GB10', kind: 'unified', vramBytes: null });
  });

  it.each([
    ['1EB810DE', '10de:1eb8'],
    ['0x230110DE', '10de:2301'],
    ['0x00000000', null],
    ['N/A', null],
  ])('reads the PCI id %j as %j', (words, pciId) =>
    expect(only(t4.replace('>1EB810DE<', `>${words}<`))?.pciId).toBe(pciId),
  );

  it('keeps the order of the document, domains of eight digits, and two dies of one serial number apart', () => {
    const gpu = /<gpu id[\s\S]*<\/gpu>/.exec(t4)?.[0] ?? '';
    const die = gpu.replaceAll('00000000:01:00.0', '00010000:83:00.0').replace(/<uuid>.*<\/uuid>/, '<uuid>N/A</uuid>');
    expect(parseSmiReport(t4.replace('<gpu id', () => `${die}<gpu id`))).toMatchObject([
      { pciAddress: '10000:83:00.0', uuid: null },
      { pciAddress: '0000:01:00.0' },
    ]);
  });

  it('has no driver where the words are none, whatever the CUDA version says', () => {
    const odd = t4.replace('>11.6<', '>Not Found<').replace('>512.78<', '>N/A<');
    expect(only(odd)?.driver).toBeNull();
  });

  it('counts the GPUs that are described, not the number that is announced', () => {
    expect(parseSmiReport(t4.replace('<attached_gpus>1<', '<attached_gpus>4<'))).toHaveLength(1);
    const gpu = /<gpu id[\s\S]*<\/gpu>/.exec(t4)?.[0] ?? '';
    expect(parseSmiReport(t4.replace('</gpu>', () => `</gpu>${gpu.replaceAll('01:00.0', '02:00.0')}`))).toMatchObject([
      { pciAddress: '0000:01:00.0' },
      { pciAddress: '0000:02:00.0' },
    ]);
  });

  it('takes "no devices" and an empty report for an answer, but not a document without its figures', () => {
    expect(parseSmiReport('No devices were found\n')).toEqual([]);
    expect(parseSmiReport('<nvidia_smi_log><attached_gpus>0</attached_gpus></nvidia_smi_log>')).toEqual([]);
    expect(failureOf('<nvidia_smi_log></nvidia_smi_log>')?.data).toMatchObject({ reason: 'unreadable' });
  });

  it.each([
    ['Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 590.48', 'driver_mismatch'],
    [
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.",
      'driver_not_loaded',
    ],
    ['Failed to initialize NVML: Driver Not Loaded', 'driver_not_loaded'],
    ['Failed to initialize NVML: Unknown Error', 'failed'],
    ['Failed to initialize NVML: Insufficient Permissions', 'permission_denied'],
    ['Failed to initialize NVML: GPU access blocked by the operating system', 'permission_denied'],
    ["NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. Please make sure", 'library_missing'],
    ["NVIDIA-SMI couldn't find nvml.dll library in your system.", 'library_missing'],
    [
      'Unable to determine the device handle for GPU 0000:09:00.0: GPU is lost.  Reboot the system to recover this GPU',
      'gpu_lost',
    ],
    ['Unable to determine the device handle for GPU0000:0A:00.0: Unknown Error', 'gpu_lost'],
    ['Unable to determine the device handle for GPU2: Unknown Error', 'gpu_lost'],
    [readCapture('nvidia/q-text-rtx4070-laptop-wsl2-drv566.txt'), 'unreadable'],
    [readCapture('nvidia/list-L-h200-mig-drv590.txt'), 'unreadable'],
    [readCapture('nvidia/csv-query-h100-80gb-drv590.csv'), 'unreadable'],
    ['', 'unreadable'],
    ['<nvidia_smi_log><gpu></nvidia_smi_log>', 'unreadable'],
    ['<?xml version="1.0"?><other></nvidia_smi_log>', 'unreadable'],
  ])('names what is wrong with output %#', (text, reason) =>
    expect(failureOf(text)).toMatchObject({ code: 'GPU_TOOL_FAILED', data: { tool: 'nvidia-smi', reason } }),
  );

  it('quotes at most a few lines of what the tool said', () => {
    expect(JSON.stringify(failureOf(blackwell.slice(0, -200))).length).toBeLessThan(600);
  });
});

describe('a damaged report', () => {
  const captures = [t4, sffAda, nameless];

  /** Ends in sightings without a made-up zero, or in a coded failure; anything else throws and fails the property. */
  const isSurvived = (text: string): boolean => {
    const problem = failureOf(text);
    if (problem) return problem.code === 'GPU_TOOL_FAILED';
    return parseSmiReport(text).every(
      ({ vramBytes, powerLimitWatts }) =>
        (vramBytes === null || vramBytes > 0) && (powerLimitWatts === null || powerLimitWatts > 0),
    );
  };

  it('is refused wherever it was cut short', () => {
    fc.assert(
      fc.property(fc.constantFrom(...captures), fc.double({ min: 0, max: 0.999, noNaN: true }), (text, part) => {
        const cut = text.slice(0, Math.floor(text.trimEnd().length * part));
        return failureOf(cut)?.code === 'GPU_TOOL_FAILED';
      }),
    );
  });

  it('survives any byte that was flipped', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...captures),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        (text, part, mask) => {
          const bytes = Buffer.from(text);
          const index = Math.floor(bytes.length * part);
          bytes[index] = (bytes[index] ?? 0) ^ mask;
          return isSurvived(bytes.toString('utf8'));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is refused when it is nested deeper than any parser goes', () => {
    const deep = `<nvidia_smi_log>${'<gpu>'.repeat(100_000)}${'</gpu>'.repeat(100_000)}</nvidia_smi_log>`;
    expect(failureOf(deep)).toMatchObject({ code: 'GPU_TOOL_FAILED', data: { reason: 'unreadable' } });
  });

  it('survives text that never came from the tool', () => {
    fc.assert(fc.property(fc.string(), (text) => isSurvived(`<nvidia_smi_log>${text}</nvidia_smi_log>`)));
  });
});
