/**
 * One probe for all adapters, and one more for each card that has an equal: they work at the same time, and what hangs or
 * kills one child does not touch another. Which card is which is settled by looking: a selector counts only when a child
 * that was given it saw that very card and no other.
 */
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import { isShadowed } from './adapter-list.ts';
import { createProbe, type Probe, type ProbeOptions } from './client.ts';

export interface ProbePool {
  /** @param selector of an adapter; null: all adapters, selected by name. The same probe for the same selector. */
  for(selector: string | null): Probe;
  /**
   * Every adapter once per backend. Equal cards bear a selector each, or all null when they cannot be told apart.
   *
   * @throws as Probe does for the listing of all; a child that fails for one card leaves that card without a selector
   */
  listAdapters(signal: AbortSignal): Promise<DawnAdapter[]>;
  /** See Probe: every child ends. */
  close(): Promise<void>;
}

/** Cards that nobody can select: the name of a shadowed one would select another, so it is not listed. */
const unselectable = (adapter: DawnAdapter, all: readonly DawnAdapter[]): DawnAdapter[] => {
  const names = all.filter(({ backend }) => backend === adapter.backend).map(({ name }) => name);
  return isShadowed(adapter.name, names) ? [] : [{ ...adapter, selector: null, vulkan: null }];
};

export const createProbePool = (options: Omit<ProbeOptions, 'selector'>): ProbePool => {
  const probes = new Map<string | null, Probe>();
  let isClosed = false;

  const probeFor = (selector: string | null): Probe => {
    const known = probes.get(selector);
    if (known) return known;
    const probe = createProbe({ ...options, selector });
    probes.set(selector, probe);
    if (isClosed) void probe.close();
    return probe;
  };

  /** The adapter as a child of its own sees it; null when that child sees another, several or none. */
  const confirmed = async ({ name, selector }: DawnAdapter, signal: AbortSignal): Promise<DawnAdapter | null> => {
    try {
      const [seen, ...others] = await probeFor(selector).listAdapters(signal);
      return seen?.name === name && others.length === 0 ? { ...seen, selector } : null;
    } catch (error) {
      if (!isPerigeeError(error) || error.code === 'CANCELLED') throw error;
      return null;
    }
  };

  return {
    for: probeFor,
    listAdapters: async (signal) => {
      const all = await probeFor(null).listAdapters(signal);
      const looked = await Promise.all(
        all.map(async (adapter) => ({
          adapter,
          seen: adapter.selector === null ? adapter : await confirmed(adapter, signal),
        })),
      );
      const separate = new Set(looked.filter(({ seen }) => seen?.selector).map(({ adapter }) => adapter.name));
      return looked.flatMap(({ adapter, seen }) => {
        if (!seen) return unselectable(adapter, all);
        // Its equals are told apart on Vulkan, so the other backend's entries, which cannot be, are of no use.
        return seen.selector === null && separate.has(adapter.name) && adapter.backend !== 'vulkan' ? [] : [seen];
      });
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...probes.values()].map((probe) => probe.close()));
    },
  };
};
