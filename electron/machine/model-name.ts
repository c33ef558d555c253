/** What a GPU's name tells: its maker, its kind, and whether two tools' names mean one model. Pure. */
import type { GpuKind, GpuVendor } from './sighting.ts';

/** @returns null only for no words at all; `other` for a maker that is not among ours */
export const vendorFromWords = (words: string): GpuVendor | null => {
  if (/nvidia|geforce|quadro|tesla/i.test(words)) return 'nvidia';
  if (/advanced micro devices|\bamd\b|\bati\b|radeon/i.test(words)) return 'amd';
  if (/intel/i.test(words)) return 'intel';
  if (/apple/i.test(words)) return 'apple';
  return words.trim() === '' ? null : 'other';
};

/** What the vendor and the product line tell about a card; `unknown` where they leave it open. */
export const kindFromName = (vendor: GpuVendor | null, name: string | null): GpuKind => {
  const words = name ?? '';
  if (vendor === 'apple') return 'unified';
  if (vendor === 'nvidia') return /\b(GB10|Thor|Orin|Tegra)\b/i.test(words) ? 'unified' : 'discrete';
  if (vendor === 'intel') {
    if (/\bArc\b.*\b[AB]\d{3}\b|Data Center GPU|\bMax 1\d{3}\b/i.test(words)) return 'discrete';
    return /\b(U?HD|Iris|Arc)\b/i.test(words) ? 'integrated' : 'unknown';
  }
  if (vendor === 'amd') {
    if (/\bRX (Vega|\d)|Radeon (Pro )?W\d|Instinct|\bMI\d{2,3}/i.test(words)) return 'discrete';
    return /\b(Vega \d+|[678]\d0M|8060S|8050S)\b|Radeon(\(TM\))? Graphics/i.test(words) ? 'integrated' : 'unknown';
  }
  return 'unknown';
};

/** Words of the maker, and suffixes such as `(RADV NAVI22)` or `(R)`, in which tools differ about one model. */
const modelWords = (name: string): Set<string> =>
  new Set(
    name
      .toLowerCase()
      .replace(/\([^)]*\)/g, ' ')
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '' && !/^(nvidia|amd|ati|intel|corporation|inc)$/.test(word)),
  );

/**
 * - `same`: the same words, whoever wrote them
 * - `compatible`: one name holds all the words of the other, as lspci's `Radeon RX 6700/6700 XT` does
 * - `different`: neither
 */
export const compareNames = (a: string, b: string): 'same' | 'compatible' | 'different' => {
  const [fewer, more] = [modelWords(a), modelWords(b)].sort((x, y) => x.size - y.size);
  if (!fewer || !more || fewer.size === 0 || ![...fewer].every((word) => more.has(word))) return 'different';
  return fewer.size === more.size ? 'same' : 'compatible';
};
