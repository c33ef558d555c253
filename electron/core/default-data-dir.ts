/** Where this user's Perigee keeps its data when nobody says otherwise: the same folder for window and command line. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const defaultDataDir = (
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string => {
  if (env.PERIGEE_DATA) return env.PERIGEE_DATA;
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Perigee');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Perigee');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'perigee');
};
