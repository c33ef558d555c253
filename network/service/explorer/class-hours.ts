/**
 * What the devices of each class were paid in the last published hours. Each release is read once, when it is first asked
 * for, and kept as a few figures a class; nothing comes from anywhere else.
 */
import type { NetworkOutputs } from '../../../shared/contract/network/index.ts';
import { type ClassHour, type ClassRow, classHourOf } from '../../../shared/domain/rewards/class-hour.ts';
import type { Network } from '../network.ts';
import { listReleases, type Release } from '../releases/reading.ts';
import { allRowsOf } from './blocks.ts';

type TellClassHour = NetworkOutputs['explorer']['classHours']['hours'][number];

/** Enough for a tendency; few enough to be read at once by a process that has just begun. */
const shownHours = 6;

const readClasses = async (network: Pick<Network, 'db'>, release: Release): Promise<ReadonlyMap<string, ClassHour>> => {
  const rows = new Map<string, ClassRow[]>();
  for await (const { class: name, ...row } of allRowsOf(network, release)) {
    const known = rows.get(name);
    if (known === undefined) rows.set(name, [row]);
    else known.push(row);
  }
  return new Map([...rows].map(([name, ofClass]) => [name, classHourOf(ofClass)]));
};

const nobody: ClassHour = { seen: 0, paid: 0, owners: 0, figures: null };

const tell = (
  { epoch, startsAt, endsAt }: { epoch: number; startsAt: number; endsAt: number },
  { figures, ...counted }: ClassHour,
): TellClassHour => ({
  ...{ epoch, startsAt, endsAt, ...counted },
  figures: figures && {
    lower: figures.lower.toString(),
    middle: figures.middle.toString(),
    upper: figures.upper.toString(),
    typical: { ...figures.typical },
  },
});

/** @returns a reader of one class, the newest hour first; an hour without a device of the class has none in it */
export const createClassHours = (network: Pick<Network, 'db'>): ((name: string) => Promise<TellClassHour[]>) => {
  const kept = new Map<number, Promise<ReadonlyMap<string, ClassHour>>>();
  const classesOf = (release: Release): Promise<ReadonlyMap<string, ClassHour>> => {
    const reading = kept.get(release.epoch) ?? readClasses(network, release);
    kept.set(release.epoch, reading);
    // A failure is not kept: the next one who asks tries again.
    reading.catch(() => kept.delete(release.epoch));
    return reading;
  };
  return async (name) => {
    const releases = await listReleases(network, { order: 'desc', after: null, limit: shownHours });
    const oldest = releases.at(-1)?.epoch ?? 0;
    for (const epoch of kept.keys()) if (epoch < oldest) kept.delete(epoch);
    const told: TellClassHour[] = [];
    for (const release of releases) told.push(tell(release, (await classesOf(release)).get(name) ?? nobody));
    return told;
  };
};
