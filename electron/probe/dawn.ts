/**
 * The only file that loads Dawn (`webgpu`): lists adapters and opens one. It runs in the probe's child process alone,
 * because a graphics driver may crash, hang or abort the process it lives in.
 */
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import { type AdapterName, isShadowed, parseAdapterNames } from './adapter-list.ts';
import { captureReport } from './capture-report.ts';
import { selectVariable } from './vulkan-layer.ts';
import { devicesNamed, selectorOf, type VulkanDevice, vulkanFactsOf } from './vulkan-report.ts';

/**
 * Every object that create() returned, for as long as the process lives: Dawn 0.6.2 aborts the process ("The futex
 * facility returned an unexpected error code") when one is collected while adapters or devices of it exist.
 */
const instances = new Map<string, GPU>();

/**
 * On Windows the residency manager silently evicts buffers beyond 95 % of the budget: it would cover what is not there.
 * Matrix units are listed, and 16-bit floats on NVIDIA offered, only with these features. Our kernels write workgroup
 * memory before they read it, and zeroing it first takes a software driver seconds to compile.
 */
const toggles = [
  'disable-dawn-features=use_d3d12_residency_management',
  'enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia,disable_workgroup_init',
];

const instanceFor = async (...options: string[]): Promise<GPU> => {
  const key = options.join('\n');
  const known = instances.get(key);
  if (known) return known;
  const { create } = await import('webgpu');
  const created = create([...toggles, ...options]);
  instances.set(key, created);
  return created;
};

const instanceOf = ({ backend, name }: AdapterName): Promise<GPU> =>
  instanceFor(`backend=${backend}`, `adapter=${name}`);

/**
 * Where a device is selected, the layer lets that one through to Vulkan, the only backend that it is in: two there mean
 * that it is not at work, and which is meant is then unknown.
 */
const selectable = (names: AdapterName[]): AdapterName[] => {
  if (process.env[selectVariable] === undefined) return names;
  const selected = names.filter(({ backend }) => backend === 'vulkan');
  return selected.length === 1 ? selected : [];
};

const askNames = async (): Promise<AdapterName[]> => {
  const gpu = await instanceFor('adapter=?');
  try {
    await gpu.requestAdapter();
    return [];
  } catch (error) {
    return selectable(parseAdapterNames(error instanceof Error ? error.message : String(error)));
  }
};

interface Listing {
  /** In Dawn's order; empty when there is no driver, or none that Dawn accepts (Mesa's lavapipe 22.3). */
  names: readonly AdapterName[];
  devices: readonly VulkanDevice[];
}

let listed: Promise<Listing> | null = null;

/** Asked once: Dawn makes the driver list its devices only the first time. */
const readListing = (): Promise<Listing> => {
  listed ??= captureReport(askNames).then(({ result, devices }) => ({ names: result, devices }));
  return listed;
};

const namesBeside = ({ backend }: AdapterName, names: readonly AdapterName[]): string[] =>
  names.filter((other) => other.backend === backend).map(({ name }) => name);

/** What is known without opening it. */
const closedAdapter = ({ name, backend }: AdapterName): DawnAdapter => ({
  name,
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  backend,
  isFallback: false,
  subgroupSize: null,
  selector: null,
  vulkan: null,
});

const openedAdapter = (entry: AdapterName, { info }: GPUAdapter): DawnAdapter => ({
  ...closedAdapter(entry),
  vendor: info.vendor,
  architecture: info.architecture,
  device: info.device,
  description: info.description,
  isFallback: info.isFallbackAdapter,
});

/** The device behind the adapter at `place` of all; null where the layer is not, or nobody can say which it is. */
const deviceOf = (
  place: number,
  names: readonly AdapterName[],
  devices: readonly VulkanDevice[],
): VulkanDevice | null => {
  const { name, backend } = names[place] as AdapterName;
  if (backend !== 'vulkan') return null;
  const isEqual = (other: AdapterName): boolean => other.backend === backend && other.name === name;
  const equals = devicesNamed(name, names.filter(isEqual).length, devices);
  return equals[names.slice(0, place).filter(isEqual).length] ?? null;
};

/**
 * Every adapter, once per backend, without the subgroup size. One that its name does not select, because it has equals
 * or a longer name comes before it, bears the selector by which a child of its own would see it alone; a name that only
 * a longer one answers to is not opened, and left out when it has no selector either.
 */
export const listAdapters = async (): Promise<DawnAdapter[]> => {
  const { names, devices } = await readListing();
  const adapters: DawnAdapter[] = [];
  for (const [place, entry] of names.entries()) {
    const beside = namesBeside(entry, names);
    const isHidden = isShadowed(entry.name, beside);
    const isUnique = !isHidden && beside.filter((name) => name === entry.name).length === 1;
    const device = deviceOf(place, names, devices);
    const selector = isUnique || device === null ? null : selectorOf(device, devices);
    if (isHidden && selector === null) continue;
    const adapter = isHidden ? null : await (await instanceOf(entry)).requestAdapter();
    if (!adapter && !isHidden) continue;
    adapters.push({
      ...(adapter ? openedAdapter(entry, adapter) : closedAdapter(entry)),
      selector,
      vulkan: device && vulkanFactsOf(device),
    });
  }
  return adapters;
};

/**
 * A fresh adapter to request one device from (an adapter is used up by its first device).
 *
 * @param adapterName a name of listAdapters; null: the first adapter
 * @returns null when there is no such adapter, or its name would select another
 */
export const openAdapter = async (adapterName: string | null): Promise<GPUAdapter | null> => {
  const { names } = await readListing();
  const entry = adapterName === null ? names[0] : names.find(({ name }) => name === adapterName);
  if (!entry || isShadowed(entry.name, namesBeside(entry, names))) return null;
  return (await instanceOf(entry)).requestAdapter();
};
