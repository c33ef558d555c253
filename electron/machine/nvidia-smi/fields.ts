/** The words of one nvidia-smi field as a value or null. The same words stand in its XML and in its CSV. Pure. */

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

/** @returns null for a masked one (all zero, crossed out), which would make two cards look like one */
export const readUuid = (field: string | null): string | null => {
  const uuid = readText(field);
  if (uuid === null || !/^GPU(-[0-9a-f]+){5}$/i.test(uuid) || uuid.length !== 'GPU-'.length + 36) return null;
  return /[1-9a-f]/i.test(uuid.slice('GPU-'.length)) ? uuid : null;
};

/** Two or three parts: `595.84`, `590.48.01`. */
export const readDriver = (field: string | null): string | null => {
  const driver = readText(field);
  return driver !== null && /^\d+\.\d+(\.\d+)?$/.test(driver) ? driver : null;
};
