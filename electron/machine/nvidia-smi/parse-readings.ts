/** Reads `nvidia-smi --query-gpu=… --format=csv`: what each NVIDIA GPU is doing now. Pure. */
import type { Reading } from '../../../shared/contract/app/machine.ts';
import { normalisePciAddress } from '../identity/pci-address.ts';
import { readCsvTable } from './csv-table.ts';
import { saysNoDevices, smiFailure } from './failure.ts';
import {
  readBytes,
  readCelsius,
  readCount,
  readMegahertz,
  readPercent,
  readShare,
  readUuid,
  readWatts,
} from './fields.ts';

export const readingColumns = [
  'pci.bus_id',
  'uuid',
  'temperature.gpu',
  'power.draw',
  'utilization.gpu',
  'fan.speed',
  'memory.used',
  'clocks.sm',
  'clocks.mem',
  'pcie.link.gen.current',
  'pcie.link.width.current',
] as const;

export interface NvidiaReading extends Omit<Reading, 'at'> {
  readonly pciAddress: string | null;
  readonly uuid: string | null;
}

/**
 * @param text standard output with its heading line
 * @returns one entry per line that has as many cells as the heading; a line of another shape is left out
 * @throws GPU_TOOL_FAILED when there is no heading: then the text is an error sentence
 */
export const parseSmiReadings = (text: string): NvidiaReading[] => {
  const table = readCsvTable(text, (columns) => columns.includes('pci.bus_id'));
  if (!table) {
    if (saysNoDevices(text)) return [];
    throw smiFailure(text);
  }
  return table.rows.map((cell) => ({
    pciAddress: normalisePciAddress(cell('pci.bus_id') ?? ''),
    uuid: readUuid(cell('uuid')),
    temperatureCelsius: readCelsius(cell('temperature.gpu')),
    powerWatts: readWatts(cell('power.draw')),
    load: readShare(cell('utilization.gpu')),
    fanPercent: readPercent(cell('fan.speed')),
    vramUsedBytes: readBytes(cell('memory.used')),
    // The heading has the long name of a column that is asked for by its short one.
    coreClockMhz: readMegahertz(cell('clocks.current.sm', 'clocks.sm')),
    memoryClockMhz: readMegahertz(cell('clocks.current.memory', 'clocks.mem')),
    pcieGeneration: readCount(cell('pcie.link.gen.current')),
    pcieLanes: readCount(cell('pcie.link.width.current')),
  }));
};
