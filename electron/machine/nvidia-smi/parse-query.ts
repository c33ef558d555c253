/** Reads `nvidia-smi --query-gpu=… --format=csv`, with or without `nounits`: which NVIDIA GPUs there are. Pure. */
import { kindFromName } from '../identity/model-name.ts';
import { normalisePciAddress } from '../identity/pci-address.ts';
import { type GpuSighting, sightingOf } from '../sighting.ts';
import { type CsvRow, isRemark, readCsvTable } from './csv-table.ts';
import { saysNoDevices, smiFailure, smiUnreadable } from './failure.ts';
import { readBytes, readDriver, readName, readPciId, readText, readUuid, readWatts } from './fields.ts';
import { lostGpus, saysLost, withLostGpus } from './lost-gpus.ts';

const source = 'nvidia-smi-csv';

/** Known to every driver since Turing's first: one column that it does not know makes nvidia-smi refuse them all. */
export const queryColumns = [
  'count',
  'index',
  'name',
  'uuid',
  'pci.bus_id',
  'pci.device_id',
  'driver_version',
  'memory.total',
  'power.limit',
] as const;

const identity = ['pci.bus_id', 'gpu_bus_id', 'uuid', 'gpu_uuid', 'index', 'name', 'gpu_name'];

/** Tables of processes and of retired pages name a GPU once per line, not once. */
const isOfGpus = (columns: readonly string[]): boolean =>
  columns.some((column) => identity.includes(column)) &&
  !columns.some((column) => /^(pid|process_name|retired_pages\.(address|cause))$/.test(column));

const readGpu = (cell: CsvRow, columns: readonly string[]): GpuSighting => {
  const name = readName(cell('name', 'gpu_name'));
  const migMode = readText(cell('mig.mode.current'));
  const isLost = columns.some((column) => saysLost(cell(column)));
  return sightingOf({
    source,
    name,
    vendor: 'nvidia',
    kind: kindFromName('nvidia', name),
    vramBytes: readBytes(cell('memory.total')) || null,
    driver: readDriver(cell('driver_version')),
    pciAddress: normalisePciAddress(cell('pci.bus_id', 'gpu_bus_id') ?? ''),
    uuid: readUuid(cell('uuid', 'gpu_uuid')),
    pciId: readPciId(cell('pci.device_id')),
    powerLimitWatts: readWatts(cell('enforced.power.limit')) || readWatts(cell('power.limit')) || null,
    // The table says whether a card is cut, not into what.
    mig: migMode === 'Disabled' ? [] : null,
    unusable: isLost ? 'lost' : migMode === 'Enabled' ? 'mig_mode' : null,
  });
};

/** `--loop` prints every GPU again and again. */
const once = (rows: readonly CsvRow[]): CsvRow[] => {
  const seen = new Set<string>();
  return rows.filter((cell) => {
    const words =
      normalisePciAddress(cell('pci.bus_id', 'gpu_bus_id') ?? '') ??
      cell('index') ??
      readUuid(cell('uuid', 'gpu_uuid'));
    const isNew = words === null || !seen.has(words);
    if (words !== null) seen.add(words);
    return isNew;
  });
};

/**
 * @param text standard output with its heading line
 * @returns one sighting per GPU, then the GPUs that are said to be lost
 * @throws GPU_TOOL_FAILED for an error sentence, a table without its heading or with fewer GPUs than its `count`, and a
 *   line that was cut short
 */
export const parseSmiQuery = (text: string): GpuSighting[] => {
  const table = readCsvTable(text, isOfGpus);
  if (!table) {
    if (saysNoDevices(text)) return [];
    throw smiFailure(text);
  }
  const { columns, rows, otherLines } = table;
  const lost = lostGpus(source, otherLines.join('\n'));
  const foreign = otherLines.find((line) => !isRemark(line));
  if (foreign !== undefined) throw smiUnreadable(`a line of another shape: ${foreign.slice(0, 200)}`);
  const gpus = withLostGpus(
    once(rows).map((cell) => readGpu(cell, columns)),
    lost,
  );
  const announced = Number(rows[0]?.('count') ?? 1);
  if (gpus.length === 0 || gpus.length < announced) throw smiUnreadable('the table is cut short');
  return gpus;
};
