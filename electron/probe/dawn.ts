/**
 * The only file that loads Dawn (`webgpu`): lists adapters and opens one. It runs in the probe's child process alone,
 * because a graphics driver may crash, hang or abort the process it lives in.
 */
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import { type AdapterName, isShadowed, parseAdapterNames } from './adapter-list.ts';

/**
 * Every object that create() returned, for as long as the process lives: Dawn 0.6.2 aborts the process ("The futex
 * facility returned an unexpected error code") when one is collected while adapters or devices of it exist.
 */
const instances = new Map<string, GPU>();

/** On Windows the residency manager silently evicts buffers beyond 95 % of the budget: it would cover what is not there. */
const toggles = 'disable-dawn-features=use_d3d12_residency_management';

const instanceFor = async (...options: string[]): Promise<GPU> => {
  const key = options.join('\n');
  const known = instances.get(key);
  if (known) return known;
  const { create } = await import('webgpu');
  const created = create([toggles, ...options]);
  instances.set(key, created);
  return created;
};

const instanceOf = ({ backend, name }: AdapterName): Promise<GPU> =>
  instanceFor(`backend=${backend}`, `adapter=${name}`);

/** @returns names in Dawn's order; empty when there is no driver, or none that Dawn accepts (Mesa's lavapipe 22.3) */
const readNames = async (): Promise<AdapterName[]> => {
  const gpu = await instanceFor('adapter=?');
  try {
    await gpu.requestAdapter();
    return [];
  } catch (error) {
    return parseAdapterNames(error instanceof Error ? error.message : String(error));
  }
};

const factsOf = ({ name, backend }: AdapterName, { info }: GPUAdapter): DawnAdapter => ({
  name,
  vendor: info.vendor,
  architecture: info.architecture,
  device: info.device,
  description: info.description,
  backend,
  isFallback: info.isFallbackAdapter,
});

/**
 * Every adapter that kernels can run on, once per backend. Of identical names each is listed, with the facts of the
 * first, because Dawn cannot select the others; a name that only a longer one answers to is left out.
 */
export const listAdapters = async (): Promise<DawnAdapter[]> => {
  const names = await readNames();
  const adapters: DawnAdapter[] = [];
  for (const entry of names) {
    const sameBackend = names.filter(({ backend }) => backend === entry.backend).map(({ name }) => name);
    if (isShadowed(entry.name, sameBackend)) continue;
    const adapter = await (await instanceOf(entry)).requestAdapter();
    if (adapter) adapters.push(factsOf(entry, adapter));
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
  const names = await readNames();
  const entry = adapterName === null ? names[0] : names.find(({ name }) => name === adapterName);
  if (!entry) return null;
  const sameBackend = names.filter(({ backend }) => backend === entry.backend).map(({ name }) => name);
  if (isShadowed(entry.name, sameBackend)) return null;
  return (await instanceOf(entry)).requestAdapter();
};
