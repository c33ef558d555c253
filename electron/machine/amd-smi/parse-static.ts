/** Reads `amd-smi static --json` into sightings: a bare list until ROCm 6, wrapped in `gpu_data` since. Pure. */
import { kindOfAmd, readUniqueId } from '../identity/amd-card.ts';
import { normaliseDriver } from '../identity/driver-version.ts';
import { productName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciAddress, normalisePciId } from '../identity/pci-address.ts';
import { fieldsOf, numberOf, readJsonReport, wordsOf } from '../reports/json-report.ts';
import { bytesFrom } from '../reports/memory-size.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';
import { type GpuKind, type GpuSighting, sightingOf } from '../sighting.ts';

export const amdSmi = 'amd-smi';

type Fields = ReadonlyMap<string, unknown>;

/** `{ value: 65520, unit: "MB" }`, `"65520 MB"`, or a bare number whose unit is in the field's name. */
const quantityOf = (value: unknown, bareUnit: string): { amount: number | null; unit: string } => {
  const parts = fieldsOf(value);
  if (parts.size > 0) return { amount: numberOf(parts.get('value')), unit: wordsOf(parts.get('unit')) ?? bareUnit };
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(wordsOf(value) ?? '') ?? [];
  return { amount: numberOf(amount), unit: unit || bareUnit };
};

const first = (fields: Fields, ...names: readonly string[]): unknown =>
  names.map((name) => fields.get(name)).find((value) => value !== undefined && wordsOf(value) !== null);

const readVram = (gpu: Fields): number | null => {
  const vram = fieldsOf(gpu.get('vram'));
  const size = vram.get('size') ?? vram.get('vram_size') ?? vram.get('size_mb') ?? vram.get('vram_size_mb');
  const { amount, unit } = quantityOf(size, 'MB');
  return bytesFrom(amount, unit) || null;
};

/** The limit in force. `max_power` is how far it could be raised; release 7 has one object per limiter. */
const readPowerLimit = (gpu: Fields): number | null => {
  const limit = fieldsOf(gpu.get('limit'));
  const limiter = fieldsOf(limit.get('ppt0'));
  const inForce =
    limit.get('socket_power') ??
    limit.get('power_cap') ??
    limit.get('current_power_cap') ??
    limit.get('current_power') ??
    limit.get('socket_power_limit') ??
    limiter.get('socket_power_limit');
  const { amount, unit } = quantityOf(inForce, 'W');
  return unit.toUpperCase() === 'W' ? amount || null : null;
};

const readPciId = (asic: Fields): string | null =>
  normalisePciId(wordsOf(asic.get('vendor_id')) ?? '1002', wordsOf(asic.get('device_id')) ?? '');

const kindOf = (gpu: Fields, name: string | null, vramBytes: number | null): GpuKind => {
  const isGuest = /^guest$/i.test(wordsOf(gpu.get('virtualization_mode')) ?? '');
  if (isGuest) return 'virtual';
  const version = wordsOf(fieldsOf(gpu.get('asic')).get('target_graphics_version'));
  return kindOfAmd({ name, graphicsVersion: version, vramBytes, gttBytes: null });
};

const readGpu = (gpu: Fields): GpuSighting => {
  const [asic, bus, board, driver] = ['asic', 'bus', 'board', 'driver'].map((name) => fieldsOf(gpu.get(name)));
  const none: Fields = new Map();
  const marketName = productName(wordsOf(asic?.get('market_name')));
  const name = marketName ?? productName(wordsOf(board?.get('product_name')));
  const vramBytes = readVram(gpu);
  const address = wordsOf(first(bus ?? none, 'bdf') ?? gpu.get('bdf') ?? asic?.get('pci_bdf'));
  return sightingOf({
    source: 'amd-smi-static',
    name,
    vendor: vendorFromWords(wordsOf(asic?.get('vendor_name')) ?? '') ?? 'amd',
    kind: kindOf(gpu, name, vramBytes),
    vramBytes,
    driver: normaliseDriver('amd', wordsOf(first(driver ?? none, 'version', 'driver_version'))),
    pciAddress: normalisePciAddress(address ?? ''),
    uuid: readUniqueId(asic?.get('asic_serial')),
    pciId: readPciId(asic ?? none),
    powerLimitWatts: readPowerLimit(gpu),
  });
};

/** A card cut into partitions is listed once per partition, under one slot's functions. */
const isFurtherPartition = (gpu: Fields): boolean =>
  (numberOf(fieldsOf(gpu.get('partition')).get('partition_id') ?? gpu.get('partition_id')) ?? 0) > 0;

/** Processors have entries of their own, without a `gpu`. */
const isGpu = (entry: Fields): boolean => entry.has('gpu') || entry.has('asic');

/**
 * @param text standard output
 * @returns one sighting per GPU, in amd-smi's order
 * @throws GPU_TOOL_FAILED for an error sentence, for JSON cut short, and for JSON that is no list of GPUs
 */
export const parseAmdStatic = (text: string): GpuSighting[] => {
  const report = readJsonReport(amdSmi, text);
  const fields = fieldsOf(report);
  const said = wordsOf(fields.get('error') ?? fields.get('error_message') ?? fields.get('message'));
  if (said !== null) throw toolFailure(amdSmi, `error: ${said}`);
  const listed = Array.isArray(report) ? report : fields.has('gpu_data') ? fields.get('gpu_data') : [report];
  if (!Array.isArray(listed)) throw unreadableReport(amdSmi, 'no list of GPUs in it');
  const entries = listed.map(fieldsOf);
  const gpus = entries.filter(isGpu);
  if (entries.some((entry) => !isGpu(entry) && !entry.has('cpu'))) {
    throw unreadableReport(amdSmi, 'an entry that is neither a GPU nor a processor');
  }
  return gpus.filter((gpu) => !isFurtherPartition(gpu)).map(readGpu);
};
