/** Reads `xpu-smi discovery -j`, the list of all devices or the details of one, into sightings. Pure. */

import { kindFromName, productName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciAddress, normalisePciId } from '../identity/pci-address.ts';
import { fieldsOf, numberOf, readJsonReport, wordsOf } from '../reports/json-report.ts';
import { bytesFrom } from '../reports/memory-size.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';
import { type GpuSighting, sightingOf } from '../sighting.ts';

export const xpuSmiTool = 'xpu-smi';

type Fields = ReadonlyMap<string, unknown>;

/** An answer, not a failure; printed in place of an empty list. */
const saysNoDevices = (text: string): boolean => /^\s*No devices? discovered\b/i.test(text.slice(0, 1_024));

const isVirtual = (device: Fields): boolean => /^virtual$/i.test(wordsOf(device.get('device_function_type')) ?? '');

const readUuid = (value: unknown): string | null => {
  const uuid = wordsOf(value)?.toLowerCase() ?? '';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid) && /[1-9a-f]/.test(uuid) ? uuid : null;
};

const readDevice = (device: Fields): GpuSighting => {
  const name = productName(wordsOf(device.get('device_name')));
  const vendor = vendorFromWords(wordsOf(device.get('vendor_name')) ?? '') ?? 'intel';
  return sightingOf({
    source: 'xpu-smi',
    name,
    vendor,
    kind: isVirtual(device) ? 'virtual' : kindFromName(vendor, name),
    // Only in the details, and there a number in a string.
    vramBytes: bytesFrom(numberOf(device.get('memory_physical_size_byte')), 'B') || null,
    // As it is: `I915_23.10.72_PSB_231129.76` is a version of Intel's own counting.
    driver: wordsOf(device.get('driver_version')),
    pciAddress: normalisePciAddress(wordsOf(device.get('pci_bdf_address')) ?? ''),
    uuid: readUuid(device.get('uuid')),
    pciId: normalisePciId(wordsOf(device.get('pci_vendor_id')) ?? '8086', wordsOf(device.get('pci_device_id')) ?? ''),
  });
};

const isDevice = (device: Fields): boolean => device.has('device_id') || device.has('device_name');

const isGpu = (device: Fields): boolean => /^gpu$/i.test(wordsOf(device.get('device_type')) ?? 'GPU');

/** The slices of a card that its own host made are no cards beside it; a guest sees a slice alone. */
const withoutOwnSlices = (devices: readonly Fields[]): readonly Fields[] => {
  const physical = devices.filter((device) => !isVirtual(device));
  return physical.length > 0 ? physical : devices;
};

/**
 * @param text standard output
 * @returns one sighting per GPU, in xpu-smi's order
 * @throws GPU_TOOL_FAILED for an error, for JSON cut short, and for JSON that is no list of devices
 */
export const parseXpuDiscovery = (text: string): GpuSighting[] => {
  if (saysNoDevices(text)) return [];
  const report = readJsonReport(xpuSmiTool, text);
  const fields = fieldsOf(report);
  const said = wordsOf(fields.get('error'));
  if (said !== null) {
    if (saysNoDevices(said)) return [];
    throw toolFailure(xpuSmiTool, `error: ${said}`);
  }
  const listed = Array.isArray(report) ? report : fields.has('device_list') ? fields.get('device_list') : [report];
  if (!Array.isArray(listed)) throw unreadableReport(xpuSmiTool, 'no list of devices in it');
  const devices = listed.map(fieldsOf);
  if (!devices.every(isDevice)) throw unreadableReport(xpuSmiTool, 'an entry that is no device');
  return withoutOwnSlices(devices.filter(isGpu)).map(readDevice);
};
