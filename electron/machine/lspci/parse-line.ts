/** Reads one line of lspci's lists, plain (`lspci`, -n, -nn, and the heads of -v) or quoted (-m, -mm). Pure. */
import { classCodeOf, isClosed, type PciDevice, splitId } from './device.ts';

/** Address, behind a path of bridges or an IOMMU group where a script printed one, and the rest. */
const addressed =
  /^\s*(?:iommu group \S+ )?(?:[0-9a-f:.]{1,16}\/)*((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[01][0-9a-f]\.[0-7])\s+(\S.*)$/i;

/** The makers whose names a plain list runs together with the model's. */
const maker =
  /^(nvidia corporation|advanced micro devices,? inc\.( \[amd(\/ati)?\])?|ati technologies inc|intel corporation|aspeed technology, inc\.|matrox electronics systems ltd\.|red hat, inc\.|cirrus logic|microsoft corporation|vmware)\s/i;

const fieldsIn = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, field = '']) => field.replace(/\\(.)/g, '$1'));

/** `"3D controller [0302]" "NVIDIA Corporation [10de]" "GA100 [A100 PCIe 40GB] [20f1]" -ra1 "…" "…"` */
const parseQuoted = (slot: string, text: string): PciDevice | null => {
  const [className, vendorField, deviceField] = fieldsIn(text);
  if (className === undefined || vendorField === undefined || deviceField === undefined) return null;
  const vendor = splitId(vendorField);
  const device = splitId(deviceField);
  return {
    slot,
    classCode: classCodeOf(className),
    words: `${vendor.words} ${device.words}`.trim(),
    model: device.words,
    vendorId: vendor.id,
    deviceId: device.id,
    revision: /" -r([0-9a-f]{2})\b/i.exec(text)?.[1]?.toLowerCase() ?? null,
  };
};

/** `3D controller [0302]: NVIDIA Corporation GA100 [A100 PCIe 40GB] [10de:20f1] (rev a1) (prog-if 00 [VGA])` */
const parsePlain = (slot: string, text: string): PciDevice | null => {
  const colon = text.indexOf(': ');
  if (colon < 0) return null;
  const tail = text.slice(colon + 2);
  const suffix = tail.search(/\((rev [0-9a-f]{2}|prog-if )/i);
  const body = (suffix < 0 ? tail : tail.slice(0, suffix)).trim();
  const ids = /(?:^|\[)([0-9a-f]{4}):([0-9a-f]{4})\]?$/i.exec(body);
  const words = (ids ? body.slice(0, ids.index) : body).trim();
  return {
    slot,
    classCode: classCodeOf(text.slice(0, colon)),
    words,
    model: words.replace(maker, ''),
    vendorId: ids?.[1]?.toLowerCase() ?? null,
    deviceId: ids?.[2]?.toLowerCase() ?? null,
    revision: /\(rev ([0-9a-f]{2})\)/i.exec(tail)?.[1]?.toLowerCase() ?? null,
  };
};

/** @returns null for a line that tells of no device, such as the details of -v */
export const parseLine = (line: string): PciDevice | null => {
  const [, slot, text] = addressed.exec(line) ?? [];
  if (slot === undefined || text === undefined) return null;
  return text.startsWith('"') ? parseQuoted(slot, text) : parsePlain(slot, text);
};

/** What the end of the text may have left of a line that tells of a device. */
const beginning = /^\s*(iommu group|[0-9a-f]{1,8}$|[0-9a-f]{2,8}[:.])/i;

/**
 * Whether a line with no end behind it cannot have been printed so. A display whose maker was cut short would pass for a
 * GPU, so a plain one has to show its end: the revision, or the ids that its class promises.
 */
export const isCutShort = (line: string): boolean => {
  const device = parseLine(line);
  if (device === null) return beginning.test(line);
  if (!isClosed(line)) return true;
  if (line.includes('"')) return fieldsIn(line).length * 2 !== line.split(/(?<!\\)"/).length - 1;
  if (device.classCode === null) return false;
  const needsId = /^\S+\s+([0-9a-f]{4}:|.*\[[0-9a-f]{4}\]: )/i.test(line.trimStart());
  return needsId ? device.deviceId === null : !/[\])]$/.test(line);
};
