/** Whether a running program is one of the owner's list. Pure. */

const bare = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/\.(exe|app|bin|x86_64)$/, '');

/** The kernel cuts a command's name off after so many characters. */
const shortestCut = 15;

/** Without case and without the system's ending; a name that Linux cut off matches by its beginning. */
export const isListed = (running: string, listed: string): boolean => {
  const wants = bare(listed);
  if (bare(running) === wants) return true;
  // With an ending, part of which may be what was cut off.
  return running.length === shortestCut && `${wants}.exe`.startsWith(running.toLowerCase());
};
