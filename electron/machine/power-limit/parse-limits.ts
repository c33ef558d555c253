/** Reads `nvidia-smi --query-gpu=power.limit,… --format=csv`: what each card may draw, and between what it can be set. Pure. */
import { normalisePciAddress } from '../identity/pci-address.ts';
import { readCsvTable } from '../nvidia-smi/csv-table.ts';
import { saysNoDevices, smiFailure } from '../nvidia-smi/failure.ts';
import { readUuid, readWatts } from '../nvidia-smi/fields.ts';

/** `power.limit` is what was asked for; what is enforced may be lower for a while, as by a rack's own budget. */
export const limitColumns = [
  'pci.bus_id',
  'uuid',
  'power.limit',
  'power.default_limit',
  'power.min_limit',
  'power.max_limit',
] as const;

/** One card whose limit can be read. All in watts; least <= default <= most. */
export interface CardLimit {
  readonly pciAddress: string | null;
  readonly uuid: string | null;
  /** As somebody set it, or the default. */
  readonly watts: number;
  readonly defaultWatts: number;
  readonly leastWatts: number;
  readonly mostWatts: number;
}

/**
 * @param text standard output with its heading line
 * @returns the cards that tell all four; a laptop's often tell none
 * @throws GPU_TOOL_FAILED when there is no heading: then the text is an error sentence
 */
export const parseSmiLimits = (text: string): CardLimit[] => {
  const table = readCsvTable(text, (columns) => columns.includes('power.min_limit'));
  if (!table) {
    if (saysNoDevices(text)) return [];
    throw smiFailure(text);
  }
  return table.rows.flatMap((cell) => {
    const pciAddress = normalisePciAddress(cell('pci.bus_id') ?? '');
    const uuid = readUuid(cell('uuid'));
    const watts = readWatts(cell('power.limit'));
    const defaultWatts = readWatts(cell('power.default_limit'));
    const leastWatts = readWatts(cell('power.min_limit'));
    const mostWatts = readWatts(cell('power.max_limit'));
    if (!watts || !defaultWatts || !leastWatts || !mostWatts || (pciAddress ?? uuid) === null) return [];
    const isSound = leastWatts <= defaultWatts && defaultWatts <= mostWatts;
    return isSound ? [{ pciAddress, uuid, watts, defaultWatts, leastWatts, mostWatts }] : [];
  });
};
