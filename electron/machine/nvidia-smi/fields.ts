/** The words of one nvidia-smi field as a value or null. The same words stand in its XML and in its CSV. Pure. */
import { productName } from '../identity/model-name.ts';
import { normalisePciId } from '../identity/pci-address.ts';

const noAnswer = new Set([
  '',
  'n/a',
  'not found',
  'none',
  'unknown',
  'unknown error',
  'err!',
  'not supported',
  'redacted',
  'requested functionality has been deprecated',
  'insufficient permissions',
  'function not found',
  'gpu is lost',
  'gpu requires reset',
]);

/** @returns the trimmed words; null for each of nvidia-smi's ways of saying nothing (`[N/A]`, `Not Found`, `ERR!` …) */
export const readText = (field: string | null): string | null => {
  const text = (field ?? '').trim();
  // Every word in square brackets is an excuse: [N/A], [Not Supported], [GPU is lost].
  return noAnswer.has(text.toLowerCase()) || /^\[.*\]$/.test(text) ? null : text;
};

const measured = (field: string | null, unit: RegExp): { amount: number; unit: string } | null => {
  const match = /^(\d+(?:\.\d+)?)\s*([^\s\d]*)$/.exec(readText(field) ?? '');
  const [, digits, suffix = ''] = match ?? [];
  return digits === undefined || !unit.test(suffix) ? null : { amount: Number(digits), unit: suffix };
};

const bytesPer: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** @param field such as `15360 MiB`; @returns whole bytes, 0 only when the tool says 0 */
export const readBytes = (field: string | null): number | null => {
  const reading = measured(field, /^[KMG]iB$/);
  const bytes = reading && reading.amount * (bytesPer[reading.unit] ?? Number.NaN);
  return bytes !== null && Number.isSafeInteger(bytes) ? bytes : null;
};

/** @param field such as `69.85 W` */
export const readWatts = (field: string | null): number | null => measured(field, /^W$/)?.amount ?? null;

/** @param field such as `41 C` in XML and `41` in CSV, whose heading says no unit */
export const readCelsius = (field: string | null): number | null => measured(field, /^C?$/)?.amount ?? null;

/** @param field such as `97 %`; @returns 0..1; null above 100 % */
export const readShare = (field: string | null): number | null => {
  const percent = measured(field, /^%$/)?.amount ?? null;
  return percent === null || percent > 100 ? null : percent / 100;
};

/** @param field such as `38 %`; @returns 0 and more: a fan may turn faster than what its maker calls 100 */
export const readPercent = (field: string | null): number | null => measured(field, /^%$/)?.amount ?? null;

/** @param field such as `345 MHz` */
export const readMegahertz = (field: string | null): number | null => measured(field, /^MHz$/)?.amount ?? null;

/** @param field such as `16`, or `16x` in XML; @returns a whole number; null for 0, which no link has */
export const readCount = (field: string | null): number | null => {
  const count = measured(field, /^x?$/)?.amount ?? 0;
  return Number.isInteger(count) && count > 0 ? count : null;
};

/** null for the words of a driver that is older than the card. */
export const readName = (field: string | null): string | null => productName(readText(field));

const isMasked = (uuid: string): boolean => {
  const digits = uuid.replaceAll('-', '').toLowerCase();
  return [...digits].every((digit) => digit === digits[0]);
};

/**
 * @param field `GPU-` before 36 characters; bare on Jetson boards, whose driver is another
 * @returns null for a masked one (all zero, crossed out), which would make two cards look like one
 */
export const readUuid = (field: string | null): string | null => {
  const uuid = readText(field);
  const bare = /^(?:GPU-)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(uuid ?? '')?.[1];
  return bare === undefined || isMasked(bare) ? null : uuid;
};

/** @param field `MIG-` before 36 characters, or before R470 `MIG-GPU-…/7/0`; @returns null for a masked one */
export const readMigUuid = (field: string | null): string | null => {
  const uuid = readText(field);
  const bare = /^MIG-(?:GPU-)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/\d+\/\d+)?$/i.exec(uuid ?? '')?.[1];
  return bare === undefined || isMasked(bare) ? null : uuid;
};

/** @param field device before vendor, `1EB810DE` or `0x233010DE` */
export const readPciId = (field: string | null): string | null => {
  const device = /^(?:0x)?([0-9a-f]{4})10de$/i.exec(readText(field) ?? '')?.[1];
  return device === undefined ? null : normalisePciId('10de', device);
};

/** Two or three parts: `595.84`, `590.48.01`. */
export const readDriver = (field: string | null): string | null => {
  const driver = readText(field);
  return driver !== null && /^\d+\.\d+(\.\d+)?$/.test(driver) ? driver : null;
};
