/** Reads `system_profiler SPDisplaysDataType -json`, the graphics of a Mac, into sightings and displays. Pure. */
import type { Display } from '../../../shared/contract/app/machine.ts';
import { displayReason } from '../identity/display-only.ts';
import { kindFromName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciId } from '../identity/pci-address.ts';
import { vendorOfPciId } from '../identity/pci-vendor.ts';
import { fieldsOf, readJsonReport, wordsOf } from '../reports/json-report.ts';
import { bytesFrom } from '../reports/memory-size.ts';
import { toolFailure } from '../reports/tool-failure.ts';
import { type GpuKind, type GpuSighting, type GpuVendor, type Seen, sightingOf } from '../sighting.ts';

const source = 'system-profiler';
const tool = 'system_profiler';

type Entry = ReadonlyMap<string, unknown>;

/** Makers that stand without their id; `sppci_vendor_Apple` has none at all. */
const vendorIds: readonly (readonly [RegExp, string])[] = [
  [/intel/i, '8086'],
  [/amd|ati\b/i, '1002'],
  [/nvidia/i, '10de'],
];

/** `AMD (0x1002)`, `Intel`, `sppci_vendor_Apple` */
const makerOf = (entry: Entry): string =>
  wordsOf(entry.get('spdisplays_vendor')) ?? wordsOf(entry.get('sppci_vendor')) ?? '';

const isEntry = (entry: Entry): boolean => [...entry.keys()].some((key) => /^(_name$|_?spdisplays_|sppci_)/.test(key));

const firstOf = (entry: Entry, ...keys: readonly string[]): string | null => {
  for (const key of keys) {
    const words = wordsOf(entry.get(key));
    if (words !== null) return words;
  }
  return null;
};

const pciIdOf = (entry: Entry): string | null => {
  const device = firstOf(entry, 'spdisplays_device-id', 'spdisplays_device_id', 'sppci_device_id', 'sppci_device-id');
  const vendor =
    /0x([0-9a-f]{4})/i.exec(makerOf(entry))?.[1] ??
    firstOf(entry, 'spdisplays_vendor-id', 'spdisplays_vendor_id', 'sppci_vendor_id', 'sppci_vendor-id') ??
    vendorIds.find(([name]) => name.test(makerOf(entry)))?.[1];
  return device === null || vendor === undefined ? null : normalisePciId(vendor, device);
};

/** `8 GB`, `1536 MB`: powers of 1024, as Apple counts memory. */
const bytesIn = (words: string | null): number | null => {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMG]B)$/i.exec(words ?? '') ?? [];
  return amount === undefined ? null : bytesFrom(Number(amount), unit) || null;
};

/** A key of a translation, such as `spdisplays_display` or `kHW_AppleM1Item`, is no name. */
const modelOf = (entry: Entry): string | null => {
  const model = firstOf(entry, 'sppci_model');
  return model === null || /^(spdisplays_|kHW_|display$)/i.test(model) ? null : model;
};

const kindOf = (entry: Entry, vendor: GpuVendor | null, name: string): GpuKind => {
  if (vendor === 'apple') return 'unified';
  if (entry.has('spdisplays_vram_shared')) return 'integrated';
  const kind = kindFromName(vendor, name);
  // No Mac had other graphics of its own on PCI Express than cards and soldered boards with their own memory.
  return kind === 'unknown' && entry.has('spdisplays_vram') ? 'discrete' : kind;
};

const sightingFrom = (entry: Entry, name: string): GpuSighting => {
  const pciId = pciIdOf(entry);
  const vendor = vendorOfPciId(pciId) ?? vendorFromWords(`${makerOf(entry)} ${name}`);
  const kind = kindOf(entry, vendor, name);
  return sightingOf({
    source,
    name,
    vendor,
    kind,
    // What is shared is the system's memory, and its figure only the most that may be taken of it.
    vramBytes: kind === 'discrete' ? bytesIn(firstOf(entry, 'spdisplays_vram', '_spdisplays_vram')) : null,
    pciId,
  });
};

const isVirtual = (name: string): boolean => /paravirtual|\(virtual\)/i.test(name);

/** A virtual machine's only adapter, which has no model, or one that says what it is. */
const guestAdapter = (name: string | null): GpuSighting =>
  sightingOf({ source, name, vendor: vendorFromWords(name ?? ''), kind: 'virtual', unusable: 'paravirtual' });

/** A monitor's entry beside that of a real GPU: DisplayLink's, AirPlay's or a screen that is shared. */
const displayFrom = (entry: Entry): Display => {
  const monitors = entry.get('spdisplays_ndrvs');
  const monitor = Array.isArray(monitors) ? firstOf(fieldsOf(monitors[0]), '_name') : null;
  return { name: monitor ?? 'Display', reason: 'indirect', source };
};

/**
 * @param text standard output. Several monitors stand within one GPU and are none.
 * @returns one sighting per GPU, in the tool's order
 * @throws GPU_TOOL_FAILED for anything but such a report, and for one that was cut short
 */
export const parseDisplays = (text: string): Seen => {
  const listed = fieldsOf(readJsonReport(tool, text)).get('spdisplaysdatatype');
  if (!Array.isArray(listed)) throw toolFailure(tool, text);
  const entries = listed.map(fieldsOf).filter(isEntry);
  if (listed.length > 0 && entries.length === 0) throw toolFailure(tool, text);
  const isGuest = entries.every((entry) => modelOf(entry) === null);
  if (isGuest) return { gpus: entries.slice(0, 1).map(() => guestAdapter(null)), displays: [] };
  const gpus: GpuSighting[] = [];
  const displays: Display[] = [];
  for (const entry of entries) {
    const name = modelOf(entry);
    const reason = name === null ? null : displayReason(`${makerOf(entry)} ${name}`, pciIdOf(entry));
    if (name === null) displays.push(displayFrom(entry));
    else if (reason !== null) displays.push({ name, reason, source });
    else gpus.push(isVirtual(name) ? guestAdapter(name) : sightingFrom(entry, name));
  }
  return { gpus, displays };
};
