/** The MIG devices of one GPU, of what its sources say of them. Pure. */
import type { MigDevice } from '../../../shared/contract/app/machine.ts';

const gigabytesOf = (profile: string | null): number | null => {
  const match = /\.(\d+)gb/.exec(profile ?? '');
  return match === null ? null : Number(match[1]) * 1e9;
};

/** A profile's figure is rounded, and up to a fifth of it is the driver's. */
const fitsProfile = ({ profile }: MigDevice, { memoryBytes }: MigDevice): boolean => {
  const bytes = gigabytesOf(profile);
  return bytes === null || memoryBytes === null || (memoryBytes > 0.8 * bytes && memoryBytes < 1.1 * bytes);
};

const knowledgeOf = (devices: readonly MigDevice[]): number =>
  devices.filter(({ profile, uuid }) => profile !== null || uuid !== null).length;

/**
 * @param said each source's list, best source first
 * @returns the list that names the most instances; the memory of another list is added where the two agree instance for
 *   instance. null where nobody speaks of MIG.
 */
export const migOf = (said: readonly (readonly MigDevice[])[]): MigDevice[] | null => {
  const [best] = said.toSorted((a, b) => knowledgeOf(b) - knowledgeOf(a));
  if (!best) return null;
  const sized = said.find(
    (other) =>
      other.length === best.length &&
      other.every((device, index) => {
        const named = best[index];
        return device.memoryBytes !== null && named !== undefined && fitsProfile(named, device);
      }),
  );
  return best.map((device, index) => ({
    ...device,
    memoryBytes: device.memoryBytes ?? sized?.[index]?.memoryBytes ?? null,
  }));
};
