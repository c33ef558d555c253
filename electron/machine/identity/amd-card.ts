/** What AMD's tools, old and new, tell in the same words: a card's kind and its own number. Pure. */
import { wordsOf } from '../reports/json-report.ts';
import type { GpuKind } from '../sighting.ts';
import { kindFromName } from './model-name.ts';

/** Graphics versions that are built only into processors: Raven and Renoir, Van Gogh, Rembrandt, Phoenix, Strix. */
const processorVersions =
  /^gfx(902|909|90c|1013|1033|1035|1036|1037|1103|1150|1151|1152|1153|1170|1171|1172)(?![0-9a-f])/i;

const largestCarveOutBytes = 2 ** 30;

export interface AmdFacts {
  readonly name: string | null;
  /** `gfx1151` */
  readonly graphicsVersion: string | null;
  readonly vramBytes: number | null;
  /** System memory that the card may use; null where the tool does not say. */
  readonly gttBytes: number | null;
}

/** A processor's graphics have a small share of the system's memory for their own and borrow the rest. */
export const kindOfAmd = ({ name, graphicsVersion, vramBytes, gttBytes }: AmdFacts): GpuKind => {
  const byName = kindFromName('amd', name);
  if (byName === 'unified') return byName;
  if (graphicsVersion !== null && processorVersions.test(graphicsVersion)) return 'integrated';
  // New cards, too, are called plain "AMD Radeon Graphics" until the tool learns their name.
  if (/^gfx[0-9a-f]{3,5}/i.test(graphicsVersion ?? '')) return 'discrete';
  if (byName !== 'unknown' || vramBytes === null || gttBytes === null) return byName;
  return vramBytes <= largestCarveOutBytes && gttBytes > 4 * vramBytes ? 'integrated' : 'unknown';
};

/**
 * @param value `0x5b6e5a4a3c2d1e0f`, padded by one tool and not by the other
 * @returns in lower case without padding; null for a masked one
 */
export const readUniqueId = (value: unknown): string | null => {
  const digits =
    /^(?:0x)?([0-9a-f]{1,32})$/i
      .exec(wordsOf(value) ?? '')?.[1]
      ?.toLowerCase()
      .replace(/^0+/, '') ?? '';
  return digits === '' || /^f{16,}$/.test(digits) ? null : `0x${digits}`;
};
