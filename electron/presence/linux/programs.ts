/** Which of the owner's listed programs run, from the kernel's table of processes. Only new ones are looked at. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock } from '../../../shared/units/time.ts';
import { isListed } from '../listed-programs.ts';
import { polled, type SignSource } from '../sign-source.ts';

const everyMs = 400;
/** With an empty list only the list is looked at. */
const withoutListMs = 1_000;
/** A process that was only just begun still bears its parent's name. */
const looksEach = 3;

/**
 * Names a process goes by: of its file, of its command and of its first argument, which for a Windows game is the
 * program that Wine runs.
 */
const namesOf = async (folder: string, pid: string): Promise<string[]> => {
  const at = `${folder}/${pid}`;
  const [file, name, line] = await Promise.all([
    readlink(`${at}/exe`).catch(() => ''),
    readFile(`${at}/comm`, 'utf8').catch(() => ''),
    readFile(`${at}/cmdline`, 'utf8').catch(() => ''),
  ]);
  const [first = ''] = line.split('\0');
  return [basename(file), name.replace(/\n$/, ''), first.split(/[\\/]/).at(-1) ?? ''].filter((each) => each !== '');
};

/** @param listed as they are now */
export const createProgramsSource = (clock: Clock, listed: () => readonly string[], folder = '/proc'): SignSource => {
  const known = new Map<string, { names: readonly string[]; looks: number }>();
  return polled(
    'programs',
    () => (listed().length === 0 ? withoutListMs : everyMs),
    clock.sleep,
    async () => {
      const wanted = listed();
      if (wanted.length === 0) {
        known.clear();
        return { programs: [] };
      }
      const pids = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
      const alive = new Set(pids);
      for (const pid of known.keys()) if (!alive.has(pid)) known.delete(pid);
      const young = pids.filter((pid) => (known.get(pid)?.looks ?? 0) < looksEach);
      await Promise.all(
        young.map(async (pid) => {
          known.set(pid, { names: await namesOf(folder, pid), looks: (known.get(pid)?.looks ?? 0) + 1 });
        }),
      );
      const running = [...known.values()].flatMap(({ names }) => names);
      return { programs: wanted.filter((each) => running.some((name) => isListed(name, each))) };
    },
  );
};
