/** What is different between two looks at one PC. Pure. */
import type { Gpu, Inventory } from '../../../shared/contract/app/machine.ts';
import type { HardwareSigns } from './hardware-signs.ts';

export interface HardwareChange {
  readonly gone: readonly Gpu[];
  readonly come: readonly Gpu[];
  /** The same card under another driver version. A version that nobody could say is no change. */
  readonly driverChanged: readonly { readonly gpu: Gpu; readonly before: string; readonly after: string }[];
}

/** There and speaking: neither a program that plays a GPU nor a card that fell off the bus. */
const isPresent = ({ kind, unusable }: Gpu): boolean => kind !== 'software' && unusable !== 'lost';

export const changeBetween = (before: readonly Gpu[], after: readonly Gpu[]): HardwareChange => {
  const [were, are] = [before.filter(isPresent), after.filter(isPresent)];
  const isIn = (gpus: readonly Gpu[], { id }: Gpu): boolean => gpus.some((gpu) => gpu.id === id);
  return {
    gone: were.filter((gpu) => !isIn(are, gpu)),
    come: are.filter((gpu) => !isIn(were, gpu)),
    driverChanged: are.flatMap((gpu) => {
      const known = were.find(({ id }) => id === gpu.id)?.driver.value ?? null;
      const now = gpu.driver.value;
      return known === null || now === null || known === now ? [] : [{ gpu, before: known, after: now }];
    }),
  };
};

export const isChange = ({ gone, come, driverChanged }: HardwareChange): boolean =>
  gone.length + come.length + driverChanged.length > 0;

/**
 * Whether a card is there by the signs of the bus; null where the bus never had it, as in WSL, and says nothing.
 *
 * @param everListed addresses that the bus has had while it was watched
 */
export const isOnBus = (
  { pciAddress }: Gpu,
  everListed: ReadonlySet<string>,
  { cards }: HardwareSigns,
): boolean | null => {
  if (cards === null || pciAddress.value === null || !everListed.has(pciAddress.value)) return null;
  return cards[pciAddress.value]?.isSilent === false;
};

/**
 * A tool that failed takes its cards out of the inventory, which is not their absence. Where the bus says nothing, an
 * inventory is believed of which every tool could speak, or one that says that a card was lost.
 */
export const isWellTold = ({ problems }: Pick<Inventory, 'problems'>): boolean => {
  const failures = problems.flatMap((problem) => (problem.code === 'GPU_TOOL_FAILED' ? [problem.data.reason] : []));
  return failures.length === 0 || failures.includes('gpu_lost');
};

export const areSameSigns = (a: HardwareSigns, b: HardwareSigns): boolean => JSON.stringify(a) === JSON.stringify(b);
