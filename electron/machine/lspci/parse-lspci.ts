/** Reads every form of lspci's list into sightings and displays. Pure; knows nothing of processes. */
import { displayReason } from '../identity/display-only.ts';
import { kindFromName, productName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciAddress, normalisePciId } from '../identity/pci-address.ts';
import { vendorOfPciId } from '../identity/pci-vendor.ts';
import { reportLines } from '../reports/report-lines.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';
import { type GpuKind, type GpuSighting, type GpuVendor, type Seen, sightingOf } from '../sighting.ts';
import type { PciDevice } from './device.ts';
import { cardsAmong, isVirtualFunction } from './functions.ts';
import { isCutShort, parseLine } from './parse-line.ts';
import { isRecordList, parseRecords } from './parse-records.ts';

const tool = 'lspci';

const pciIdOf = ({ vendorId, deviceId }: PciDevice): string | null =>
  vendorId === null || deviceId === null ? null : normalisePciId(vendorId, deviceId);

/**
 * Displays of three classes, and AMD's Instinct of the MI300 line, which calls itself an accelerator as NPUs do: but
 * AMD's NPUs bear the vendor id of its processors, `[AMD] [1022]`. Never a bridge (NVSwitch) or an audio function.
 */
const isOfGpuClass = ({ classCode, vendorId, words }: PciDevice): boolean =>
  classCode === '1200'
    ? vendorId === '1002' || (vendorId === null && /\[AMD\/ATI\]/i.test(words))
    : classCode !== null && ['0300', '0302', '0380'].includes(classCode);

const reasonOf = (device: PciDevice) => displayReason(device.words, pciIdOf(device));

/** Graphics of AMD's processors, which lspci knows by the chip's name. */
const amdProcessors =
  /^(raven|picasso|dali|renoir|lucienne|cezanne|barcelo|rembrandt|phoenix|hawk ?point|strix|krackan|raphael|granite ridge|mendocino|van ?gogh|sephiroth|kaveri|godavari|carrizo|bristol|stoney|kabini|mullins|beema|trinity|richland|wani|llano)/i;

const kindOf = (device: PciDevice, vendor: GpuVendor | null, name: string | null): GpuKind => {
  if (isVirtualFunction(device)) return 'virtual';
  const kind = kindFromName(vendor, name);
  if (kind !== 'unknown') return kind;
  // Every Intel processor has its graphics at 00:02.0.
  if (vendor === 'intel' && /(^|:)00:02\.0$/.test(device.slot)) return 'integrated';
  return vendor === 'amd' && amdProcessors.test(device.model) ? 'integrated' : 'unknown';
};

const sightingFrom = (device: PciDevice): GpuSighting => {
  const pciId = pciIdOf(device);
  const name = productName(device.model === 'Device' ? null : device.model);
  const vendor = vendorOfPciId(pciId) ?? vendorFromWords(device.words);
  return sightingOf({
    source: 'lspci',
    name,
    vendor,
    kind: kindOf(device, vendor, name),
    pciAddress: normalisePciAddress(device.slot),
    pciId,
    // Every register of a device that no longer answers reads as ones.
    unusable: device.revision === 'ff' ? 'lost' : null,
  });
};

const devicesIn = (text: string): PciDevice[] => {
  const lines = reportLines(tool, text);
  if (isRecordList(lines)) {
    const devices = parseRecords(lines);
    if (devices === null) throw unreadableReport(tool, 'the last record was cut short');
    return devices;
  }
  const devices = lines.flatMap((line) => parseLine(line) ?? []);
  const cutLine = lines.at(-1) ?? '';
  if (devices.length === 0) throw toolFailure(tool, text);
  if (isCutShort(cutLine)) {
    throw unreadableReport(tool, `the last line was cut short: ${cutLine}`);
  }
  return devices;
};

/** A text that holds the list twice, with and without ids, tells of each slot once. */
const oncePerSlot = (devices: readonly PciDevice[]): PciDevice[] => {
  const bySlot = new Map<string, PciDevice>();
  for (const device of devices) {
    const slot = normalisePciAddress(device.slot) ?? device.slot;
    const known = bySlot.get(slot);
    if (!known || (known.deviceId === null && device.deviceId !== null)) bySlot.set(slot, device);
  }
  return [...bySlot.values()];
};

/**
 * @param text standard output of lspci with any of -D, -n, -nn, -m, -mm, -vm, -vmm, -v, -k
 * @returns one sighting per physical GPU: neither its second display function nor its virtual functions are another
 * @throws GPU_TOOL_FAILED for a text without a device in it, and for one whose last device was cut short
 */
export const parseLspci = (text: string): Seen => {
  const devices = oncePerSlot(devicesIn(text)).filter(isOfGpuClass);
  const gpus = devices.filter((device) => reasonOf(device) === null);
  return {
    gpus: cardsAmong(gpus).map(sightingFrom),
    displays: devices.flatMap((device) => {
      const reason = reasonOf(device);
      const name = productName(device.model) ?? (device.words || `PCI ${pciIdOf(device) ?? device.slot}`);
      return reason === null ? [] : [{ name, reason, source: tool }];
    }),
  };
};
