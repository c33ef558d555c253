/** What a GPU's name tells: its maker, its kind, and whether two tools' names mean one model. Pure. */
import type { GpuKind, GpuVendor } from '../sighting.ts';

/** @returns null only for no words at all; `other` for a maker that is not among ours */
export const vendorFromWords = (words: string): GpuVendor | null => {
  if (/nvidia|geforce|quadro|tesla/i.test(words)) return 'nvidia';
  if (/advanced micro devices|\bamd\b|\bati\b|radeon/i.test(words)) return 'amd';
  if (/intel/i.test(words)) return 'intel';
  if (/apple/i.test(words)) return 'apple';
  return words.trim() === '' ? null : 'other';
};

/** No product's name is longer; what is, is no name. */
const longestName = 200;

/** An id in place of a name, an unlisted device's, or what a driver prints for a card that is newer than itself. */
const namesNothing =
  /^((nvidia )?graphics device|(0x)?[0-9a-f]{4}|device (0x)?[0-9a-f]{4}|n\/a|not found|none|unknown)$/i;

/**
 * @param words a tool's words for a model; null where it has none
 * @returns the product's name, which lspci's list has in brackets behind the chip (`Navi 22 [Radeon RX 6700 XT]`); null
 *   for words that name no model
 */
export const productName = (words: string | null): string | null => {
  const text = (words ?? '').trim();
  if (text === '' || text.length > longestName || namesNothing.test(text)) return null;
  const inBrackets = /\[([^[\]]+)\]$/.exec(text)?.[1]?.trim() ?? '';
  return inBrackets === '' || namesNothing.test(inBrackets) || /^AMD\/ATI$/i.test(inBrackets) ? text : inBrackets;
};

const nvidiaKind = (words: string): GpuKind => {
  // A slice of a larger board carries a profile in its name: GRID P4-1Q, NVIDIA A40-8Q, NVIDIA A100-1-5CME, GRID K120Q.
  if (/-\d+[ABCQ](\d|ME|GFX)*$|\bGRID K\d+Q$/.test(words)) return 'virtual';
  // Grace Blackwell and Jetson boards share the processor's memory.
  return /\b(GB10|Thor|Orin|Xavier|Tegra|Jetson|nvgpu)\b/i.test(words) ? 'unified' : 'discrete';
};

const intelKind = (words: string): GpuKind => {
  if (/\bArc\b.*\b[AB]\d{2,3}M?\b|Data Center GPU|\bMax 1\d{3}\b|\bXe MAX\b|\bDG1\b/i.test(words)) return 'discrete';
  return /\b(U?HD|Iris|Arc)\b/i.test(words) ? 'integrated' : 'unknown';
};

const amdKind = (words: string): GpuKind => {
  if (/\bMI300A\b/i.test(words)) return 'unified';
  if (/\bVega ([2-9]|1[01])\b|\b[678]\d0M\b|\b80[456]0S\b|Radeon(\(TM\))? Graphics/i.test(words)) return 'integrated';
  if (/\bRX (Vega|\d)|Radeon (AI )?(Pro )?(W\d|WX ?\d|V\d|R\d{4})|Radeon (Pro )?VII\b/i.test(words)) return 'discrete';
  return /Radeon Pro (\d|Vega|Duo|SSG)|Instinct|\bMI\d{2,3}|FirePro/i.test(words) ? 'discrete' : 'unknown';
};

/** What the vendor and the product line tell about a card; `unknown` where they leave it open. */
export const kindFromName = (vendor: GpuVendor | null, name: string | null): GpuKind => {
  const words = (name ?? '').slice(0, longestName);
  if (vendor === 'apple') return 'unified';
  if (vendor === 'nvidia') return nvidiaKind(words);
  if (vendor === 'intel') return intelKind(words);
  return vendor === 'amd' ? amdKind(words) : 'unknown';
};

/** Words of the maker, and suffixes such as `(RADV NAVI22)` or `(R)`, in which tools differ about one model. */
const modelWords = (name: string): Set<string> =>
  new Set(
    name
      .slice(0, longestName)
      .toLowerCase()
      .replace(/\([^()]*\)/g, ' ')
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
