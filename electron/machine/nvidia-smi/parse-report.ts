/** Reads the report of `nvidia-smi -q -x` (schemas v10 to v13) into sightings. Pure; knows nothing of processes. */
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { normalisePciAddress } from '../pci-address.ts';
import type { GpuKind, GpuSighting } from '../sighting.ts';
import { saysNoDevices, smiFailure } from './failure.ts';
import { readBytes, readDriver, readText, readUuid, readWatts } from './fields.ts';

const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

/**
 * Text at a path of direct children. Never a search through descendants: each `mig_device` holds an
 * `fb_memory_usage` of its own, before the board's.
 */
const at = (parent: XmlElement, ...path: string[]): string | null => {
  let element: XmlElement | undefined = parent;
  for (const name of path) element = element && childrenOf(element, name)[0];
  return element?.text ?? null;
};

/** Printed in place of a name by a driver that is older than the card. */
const nameless = new Set(['graphics device', 'nvidia graphics device']);

const readName = (gpu: XmlElement): string | null => {
  const name = readText(at(gpu, 'product_name'));
  return name === null || nameless.has(name.toLowerCase()) ? null : name;
};

const kindOf = (gpu: XmlElement, name: string | null): GpuKind => {
  const isGuest = at(gpu, 'gpu_virtualization_mode', 'virtualization_mode')?.trim() === 'VGPU';
  // A slice of a larger board carries a profile in its name: GRID P4-1Q, NVIDIA A40-8Q, NVIDIA A100-1-5C.
  if (isGuest || /-\d+[ABCQ]$/.test(name ?? '')) return 'virtual';
  // Grace Blackwell and Jetson boards share the processor's memory.
  return /\b(GB10|Thor|Orin|Tegra)\b/i.test(name ?? '') ? 'unified' : 'discrete';
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

const readGpu = (gpu: XmlElement, driver: string | null): GpuSighting => {
  const name = readName(gpu);
  return {
    source: 'nvidia-smi',
    name,
    vendor: 'nvidia',
    kind: kindOf(gpu, name),
    // A board with 0 MiB is a board that did not say.
    vramBytes: readBytes(at(gpu, 'fb_memory_usage', 'total')) || null,
    driver,
    pciAddress: normalisePciAddress(at(gpu, 'pci', 'pci_bus_id') ?? gpu.attributes.id ?? ''),
    uuid: readUuid(at(gpu, 'uuid')),
    powerLimitWatts: readPowerLimit(gpu),
  };
};

/** The document alone: some drivers print warnings (a corrupted infoROM) before or after it. */
const documentIn = (text: string): string | null => {
  const start = text.search(/<\?xml|<!DOCTYPE|<nvidia_smi_log/);
  const endTag = '</nvidia_smi_log>';
  const end = text.lastIndexOf(endTag);
  return start < 0 || end < start ? null : text.slice(start, end + endTag.length);
};

/**
 * @param text standard output of `nvidia-smi -q -x`
 * @returns one sighting per `gpu` element, in document order. `attached_gpus` is not believed: it may disagree.
 * @throws GPU_TOOL_FAILED for an error sentence, a report cut short, or one that is not well-formed
 */
export const parseSmiReport = (text: string): GpuSighting[] => {
  if (saysNoDevices(text)) return [];
  const document = documentIn(text);
  if (document === null) throw smiFailure(text);
  let root: XmlElement | null;
  try {
    root = parseXml(document).root;
  } catch (error) {
    throw smiFailure(error instanceof Error ? error.message : document, error);
  }
  if (root?.name !== 'nvidia_smi_log') throw smiFailure(document);
  const driver = readDriver(at(root, 'driver_version'));
  return childrenOf(root, 'gpu').map((gpu) => readGpu(gpu, driver));
};
