/** Reads what each AMD GPU is doing now from rocm-smi's JSON. Pure. */
import type { Reading } from '../../../shared/contract/app/machine.ts';
import { readUniqueId } from '../identity/amd-card.ts';
import { normalisePciAddress } from '../identity/pci-address.ts';
import { numberOf } from '../reports/json-report.ts';
import { bytesFrom } from '../reports/memory-size.ts';
import { type RocmCard, readRocmReport } from './cards.ts';

export interface RocmReading extends Omit<Reading, 'at'> {
  /** `card0`: rocm-smi's own number. */
  readonly card: string;
  readonly pciAddress: string | null;
  readonly uuid: string | null;
}

/** The edge of the die, where it has a sensor; MI300 has none there. */
const temperatureFields = [
  'temperature (sensor edge) (c)',
  'temperature (sensor junction) (c)',
  'temperature (sensor memory) (c)',
];

/** `N/A (Secondary die)` on an MI250's second: its power is in the first one's figure. */
const powerFields = [
  'average graphics package power (w)',
  'current socket graphics package power (w)',
  'current graphics package power (w)',
];

const readLoad = (card: RocmCard): number | null => {
  const percent = numberOf(card.read('gpu use (%)'));
  return percent === null || percent > 100 ? null : percent / 100;
};

const readUsed = (card: RocmCard): number | null => {
  const found = card.find(/^vram[ _]total[ _]used(?:[ _]memory)?[ _]?\(?([kmg]?i?b)\)?$/);
  return found && bytesFrom(numberOf(found.words), found.match[1] ?? '');
};

/** `(500Mhz)`, or `1 (500Mhz)` in older releases. */
const readClock = (card: RocmCard, clock: 'sclk' | 'mclk'): number | null => {
  const words = card.read(
    `${clock} clock speed:`,
    `${clock} clock speed`,
    `${clock} clock level`,
    `${clock} clock level:`,
  );
  return numberOf(/\((\d+(?:\.\d+)?) ?mhz\)/i.exec(words ?? '')?.[1]);
};

const generationBySpeed: Readonly<Record<string, number>> = {
  '2.5': 1,
  '5.0': 2,
  '8.0': 3,
  '16.0': 4,
  '32.0': 5,
  '64.0': 6,
};

/** `1 (16.0GT/s x16)` */
const readLink = (card: RocmCard): Pick<Reading, 'pcieGeneration' | 'pcieLanes'> => {
  const words = card.read('pcie clock level', 'pcie clock level:') ?? '';
  const [, speed = '', lanes] = /\((\d{1,2}\.\d) ?GT\/s x(\d{1,2})\)/i.exec(words) ?? [];
  return { pcieGeneration: generationBySpeed[speed] ?? null, pcieLanes: numberOf(lanes) || null };
};

/**
 * @param text standard output with `--json`
 * @throws GPU_TOOL_FAILED for an error sentence and for JSON cut short
 */
export const parseRocmReadings = (text: string): RocmReading[] =>
  readRocmReport(text).cards.map((card) => ({
    card: card.key,
    pciAddress: normalisePciAddress(card.read('pci bus') ?? ''),
    uuid: readUniqueId(card.read('unique id')),
    temperatureCelsius: numberOf(card.read(...temperatureFields)),
    powerWatts: numberOf(card.read(...powerFields)),
    load: readLoad(card),
    // Left out while the fan stands still.
    fanPercent: numberOf(card.read('fan speed (%)')),
    vramUsedBytes: readUsed(card),
    coreClockMhz: readClock(card, 'sclk'),
    memoryClockMhz: readClock(card, 'mclk'),
    ...readLink(card),
  }));
