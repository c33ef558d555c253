/** Reads which AMD GPUs there are from rocm-smi's JSON, releases 3 to 7. Pure. */
import { kindOfAmd, readUniqueId } from '../identity/amd-card.ts';
import { normaliseDriver } from '../identity/driver-version.ts';
import { productName } from '../identity/model-name.ts';
import { normalisePciAddress, normalisePciId } from '../identity/pci-address.ts';
import { numberOf } from '../reports/json-report.ts';
import { bytesFrom } from '../reports/memory-size.ts';
import type { GpuSighting } from '../sighting.ts';
import { type RocmCard, readRocmReport } from './cards.ts';

/** Release 4 prints the vendor's id, `0x1002`, for series, model and vendor alike where it knows no name. */
const readName = (card: RocmCard): string | null => {
  for (const field of ['card series', 'device name', 'card model']) {
    const name = productName(card.read(field));
    if (name !== null) return name;
  }
  return null;
};

/** Bytes, except in a vendor's fork that prints MiB and says so in the field's name. */
const readMemory = (card: RocmCard, kind: 'vram' | 'gtt'): number | null => {
  const found = card.find(new RegExp(`^${kind}[ _]total(?:[ _]memory)?[ _]?\\(?([kmg]?i?b)\\)?$`));
  return found && bytesFrom(numberOf(found.words), found.match[1] ?? '');
};

const readPowerLimit = (card: RocmCard): number | null =>
  numberOf(card.find(/^max graphics package power(?: \(w\))?$/)?.words) || null;

const readCard = (card: RocmCard, driver: string | null): GpuSighting => {
  const name = readName(card);
  const vramBytes = readMemory(card, 'vram');
  return {
    source: 'rocm-smi',
    name,
    vendor: 'amd',
    kind: kindOfAmd({
      name,
      graphicsVersion: card.read('gfx version'),
      vramBytes,
      gttBytes: readMemory(card, 'gtt'),
    }),
    vramBytes: vramBytes || null,
    driver: normaliseDriver('amd', driver),
    pciAddress: normalisePciAddress(card.read('pci bus') ?? ''),
    uuid: readUniqueId(card.read('unique id')),
    pciId: normalisePciId('1002', card.read('device id', 'gpu id') ?? ''),
    powerLimitWatts: readPowerLimit(card),
    mig: null,
    unusable: null,
  };
};

/**
 * @param text standard output with `--json`
 * @returns one sighting per card: an MI250 is two, one per die
 * @throws GPU_TOOL_FAILED for an error sentence and for JSON cut short
 */
export const parseRocmInventory = (text: string): GpuSighting[] => {
  const { cards, driver } = readRocmReport(text);
  return cards.map((card) => readCard(card, driver));
};
