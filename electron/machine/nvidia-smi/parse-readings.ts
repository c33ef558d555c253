/** Reads `nvidia-smi --query-gpu=… --format=csv`: what each NVIDIA GPU is doing now. Pure. */
import type { Reading } from '../../../shared/contract/app/machine.ts';
import { normalisePciAddress } from '../pci-address.ts';
import { saysNoDevices, smiFailure } from './failure.ts';
import { readBytes, readCelsius, readShare, readUuid, readWatts } from './fields.ts';

export const readingColumns = [
  'pci.bus_id',
  'uuid',
  'temperature.gpu',
  'power.draw',
  'utilization.gpu',
  'memory.used',
] as const;

export interface NvidiaReading extends Omit<Reading, 'at'> {
  readonly pciAddress: string | null;
  readonly uuid: string | null;
}

const cellsOf = (line: string): string[] => line.split(',').map((cell) => cell.trim());

/**
 * @param text standard output with its heading line. The heading says which column is which and in what unit, so a
 *   driver that adds or reorders columns is still read right.
 * @returns one entry per line that has as many cells as the heading; a line of another shape is left out
 * @throws GPU_TOOL_FAILED when there is no heading: then the text is an error sentence
 */
export const parseSmiReadings = (text: string): NvidiaReading[] => {
  if (saysNoDevices(text)) return [];
  const [heading = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  // `power.draw [W]` names the column power.draw.
  const columns = cellsOf(heading).map((cell) => cell.replace(/ \[.*\]$/, ''));
  if (!columns.includes('pci.bus_id')) throw smiFailure(text);
  return lines
    .map(cellsOf)
    .filter((cells) => cells.length === columns.length)
    .map((cells) => {
      const cell = (column: (typeof readingColumns)[number]): string | null => cells[columns.indexOf(column)] ?? null;
      return {
        pciAddress: normalisePciAddress(cell('pci.bus_id') ?? ''),
        uuid: readUuid(cell('uuid')),
        temperatureCelsius: readCelsius(cell('temperature.gpu')),
        powerWatts: readWatts(cell('power.draw')),
        load: readShare(cell('utilization.gpu')),
        vramUsedBytes: readBytes(cell('memory.used')),
      };
    });
};
