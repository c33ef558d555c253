/** Reads the records of `lspci -vmm` (-vmmnn, -vmmk, and the older -vm). Pure. */
import { classCodeOf, isClosed, type PciDevice, splitId } from './device.ts';

type Fields = Map<string, string>;

const address = /^(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/i;

/** `Slot:\t01:00.0`; the older -vm calls the address `Device`, as it does the model. */
const fieldIn = (line: string): readonly [string, string] | null => {
  const colon = line.indexOf(':');
  if (colon < 0) return null;
  const key = line.slice(0, colon).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  return [key === 'device' && address.test(value) ? 'slot' : key, value];
};

export const isRecordList = (lines: readonly string[]): boolean =>
  lines.some((line) => /^\s*(slot|device):\s/i.test(line) && fieldIn(line)?.[0] === 'slot');

const deviceOf = (fields: Fields): PciDevice => {
  const vendor = splitId(fields.get('vendor') ?? '');
  const device = splitId(fields.get('device') ?? '');
  return {
    slot: fields.get('slot') ?? '',
    classCode: classCodeOf(fields.get('class') ?? ''),
    words: `${vendor.words} ${device.words}`.trim(),
    model: device.words,
    vendorId: vendor.id,
    deviceId: device.id,
    revision: fields.get('rev')?.toLowerCase() ?? null,
  };
};

const recordsIn = (lines: readonly string[]): Fields[] => {
  const records: Fields[] = [];
  for (const line of lines) {
    const field = fieldIn(line);
    if (field === null) continue;
    const [key, value] = field;
    if (key === 'slot') records.push(new Map());
    const record = records.at(-1);
    // Of a repeated field, such as the kernel's modules, the first is as good as any.
    if (record && !record.has(key)) record.set(key, value);
  }
  return records;
};

/** Class, maker and model stand in every record, in this order and before all else. */
const isWhole = (record: Fields): boolean => {
  const device = record.get('device');
  const hasIds = /\[[0-9a-f]{4}\]$/i.test(record.get('class') ?? '');
  return device !== undefined && isClosed(device) && (!hasIds || splitId(device).id !== null);
};

/** @returns the devices in order; null when the last record was cut short */
export const parseRecords = (lines: readonly string[]): PciDevice[] | null => {
  const records = recordsIn(lines);
  const last = records.at(-1);
  const cutLine = lines.at(-1) ?? '';
  if (!last || !isWhole(last) || (cutLine !== '' && !cutLine.includes(':'))) return null;
  return records.map(deviceOf);
};
