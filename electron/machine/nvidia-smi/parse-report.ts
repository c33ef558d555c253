/** Reads the report of `nvidia-smi -q -x` (schemas v10 to v13) into sightings. Pure; knows nothing of processes. */
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { MigDevice } from '../../../shared/contract/app/machine.ts';
import { kindFromName } from '../identity/model-name.ts';
import { normalisePciAddress } from '../identity/pci-address.ts';
import type { GpuKind, GpuSighting } from '../sighting.ts';
import { longestReport, saysNoDevices, smiFailure, smiUnreadable } from './failure.ts';
import { readBytes, readDriver, readMigUuid, readName, readPciId, readText, readUuid, readWatts } from './fields.ts';
import { lostGpus, saysLost, withLostGpus } from './lost-gpus.ts';

const childrenOf = (parent: XmlElement | undefined, name: string): XmlElement[] =>
  (parent?.children ?? []).filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

/**
 * Text at a path of direct children. Never a search through descendants: each `mig_device` holds an
 * `fb_memory_usage` of its own, before the board's.
 */
const at = (parent: XmlElement, ...path: string[]): string | null => {
  let element: XmlElement | undefined = parent;
  for (const name of path) element = childrenOf(element, name)[0];
  return element?.text ?? null;
};

const kindOf = (gpu: XmlElement, name: string | null): GpuKind => {
  const isGuest = /^\s*VGPU\s*$/i.test(at(gpu, 'gpu_virtualization_mode', 'virtualization_mode') ?? '');
  return isGuest ? 'virtual' : kindFromName('nvidia', name);
};

/** v12 renamed `power_readings`; the limit in force has had three names. */
const readPowerLimit = (gpu: XmlElement): number | null => {
  for (const section of ['gpu_power_readings', 'power_readings']) {
    for (const limit of ['enforced_power_limit', 'current_power_limit', 'power_limit']) {
      const watts = readWatts(at(gpu, section, limit));
      if (watts) return watts;
    }
  }
  return null;
};

/** The XML names no profiles, and few drivers give UUIDs; null for a card that cannot be cut or a driver before MIG. */
const readMig = (gpu: XmlElement): MigDevice[] | null => {
  if (readText(at(gpu, 'mig_mode', 'current_mig')) === null) return null;
  return childrenOf(childrenOf(gpu, 'mig_devices')[0], 'mig_device').map((device) => ({
    profile: null,
    uuid: readMigUuid(at(device, 'uuid')),
    memoryBytes: readBytes(at(device, 'fb_memory_usage', 'total')) || null,
  }));
};

const unusableReason = (gpu: XmlElement): GpuSighting['unusable'] => {
  const fields = [['product_name'], ['uuid'], ['fb_memory_usage', 'total'], ['temperature', 'gpu_temp']];
  if (fields.some((path) => saysLost(at(gpu, ...path)))) return 'lost';
  return readText(at(gpu, 'mig_mode', 'current_mig')) === 'Enabled' ? 'mig_mode' : null;
};

const readGpu = (gpu: XmlElement, driver: string | null): GpuSighting => {
  const name = readName(at(gpu, 'product_name'));
  const address = normalisePciAddress(at(gpu, 'pci', 'pci_bus_id') ?? '');
  return {
    source: 'nvidia-smi-xml',
    name,
    vendor: 'nvidia',
    kind: kindOf(gpu, name),
    // A board with 0 MiB is a board that did not say.
    vramBytes: readBytes(at(gpu, 'fb_memory_usage', 'total')) || null,
    driver,
    pciAddress: address ?? normalisePciAddress(gpu.attributes.id ?? ''),
    uuid: readUuid(at(gpu, 'uuid')),
    pciId: readPciId(at(gpu, 'pci', 'pci_device_id')),
    powerLimitWatts: readPowerLimit(gpu),
    mig: readMig(gpu),
    unusable: unusableReason(gpu),
  };
};

/** More than any machine holds: what lists more is no report. */
const mostGpus = 1_024;

const endTag = '</nvidia_smi_log>';

/** Process names are whatever their owners wrote, not always well-formed, and nothing here reads them. */
const withoutProcesses = (document: string): string => {
  let kept = '';
  let from = 0;
  for (;;) {
    const start = document.indexOf('<process_name>', from);
    const end = start < 0 ? -1 : document.indexOf('</process_name>', start);
    if (end < 0) return kept + document.slice(from);
    kept += document.slice(from, start);
    from = end + '</process_name>'.length;
  }
};

/**
 * @param text standard output of `nvidia-smi -q -x`; some drivers print warnings (a corrupted infoROM) before or after
 *   the document
 * @returns one sighting per `gpu` element, in document order, then the GPUs that are said to be lost. `attached_gpus`
 *   is believed only for none: it may disagree.
 * @throws GPU_TOOL_FAILED for an error sentence, a report cut short, or one that is not well-formed
 */
export const parseSmiReport = (text: string): GpuSighting[] => {
  if (text.length > longestReport) throw smiUnreadable('longer than any report');
  const start = text.search(/<\?xml|<!DOCTYPE|<nvidia_smi_log/);
  if (start < 0) {
    if (saysNoDevices(text)) return [];
    throw smiFailure(text);
  }
  const end = text.lastIndexOf(endTag);
  if (end < start) {
    // A driver that meets a lost GPU may break off in the middle of its report.
    if (lostGpus('nvidia-smi-xml', text).length > 0) throw smiFailure(text);
    throw smiUnreadable('the report is cut short');
  }
  const around = `${text.slice(0, start)}\n${text.slice(end + endTag.length)}`;
  try {
    const { root } = parseXml(withoutProcesses(text.slice(start, end + endTag.length)));
    if (root?.name !== 'nvidia_smi_log') throw new TypeError(`the root is ${root?.name ?? 'missing'}`);
    const elements = childrenOf(root, 'gpu');
    if (elements.length > mostGpus) throw new TypeError(`${elements.length} GPUs`);
    const driver = readDriver(at(root, 'driver_version'));
    const gpus = withLostGpus(
      elements.map((gpu) => readGpu(gpu, driver)),
      lostGpus('nvidia-smi-xml', around),
    );
    if (gpus.length === 0 && readText(at(root, 'attached_gpus')) !== '0') throw new TypeError('no GPU in it');
    return gpus;
  } catch (error) {
    // Also a RangeError: the parser recurses into elements.
    throw smiUnreadable(error instanceof Error ? error.message : 'no XML', error);
  }
};
