/**
 * The adapters with what only a kernel can tell of them. Names prove nothing, and the width at which a card computes
 * cannot be typed in.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import { listAdapters } from './dawn.ts';
import { withSession } from './gpu-session.ts';
import { unwatched } from './heartbeat.ts';
import { measureSubgroupSize } from './subgroup-size.ts';

/** So that a card that hangs costs its own figure, not the list. */
const measureDeadlineMs = 3000;

const measure = (adapterName: string): Promise<number | null> =>
  withSession(adapterName, unwatched, measureSubgroupSize);

/** @returns null when there is no such feature, or the device does not work: what is wrong then shows in its checks */
const subgroupSizeOf = (adapterName: string): Promise<number | null> =>
  Promise.race([measure(adapterName).catch(() => null), sleep(measureDeadlineMs, null, { ref: false })]);

/** As dawn.ts lists them. One that bears a selector is measured in the child that sees it alone. */
export const describeAdapters = async (): Promise<DawnAdapter[]> => {
  const described: DawnAdapter[] = [];
  for (const adapter of await listAdapters()) {
    const measured = described.find(({ name, selector }) => name === adapter.name && selector === null);
    const subgroupSize =
      adapter.selector === null ? (measured?.subgroupSize ?? (await subgroupSizeOf(adapter.name))) : null;
    described.push({ ...adapter, subgroupSize });
  }
  return described;
};
