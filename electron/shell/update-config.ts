/**
 * Whether this build may update itself, judged from its `app-update.yml`. Stricter than electron-updater, which takes
 * an installer signed by anybody or nobody where `publisherName` is missing (6.8.10; its version 7 fails closed).
 */
import { parse } from 'yaml';
import { z } from 'zod';
import type { UpdateRefusal } from './update-state.ts';

const filled = z.string().trim().min(1);
const configSchema = z.object({
  provider: z.enum(['github', 'generic']),
  url: z.string().optional(),
  publisherName: z.union([filled, z.array(filled).min(1)]).nullish(),
});

const parseConfig = (text: string): z.infer<typeof configSchema> | null => {
  try {
    return configSchema.safeParse(parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/**
 * @param configText  the file's text; null when there is no such file
 * @param platform  as `process.platform` names it
 * @returns null when updates may be taken
 */
export const updateRefusalFor = (
  configText: string | null,
  platform: NodeJS.Platform,
  isPackaged: boolean,
): UpdateRefusal | null => {
  if (!isPackaged) return 'not_packaged';
  if (configText === null) return 'no_config';
  const config = parseConfig(configText);
  if (config === null) return 'config_unreadable';
  // GitHub's address is electron-updater's own, and encrypted.
  if (config.provider === 'generic' && URL.parse(config.url ?? '')?.protocol !== 'https:') return 'plain_address';
  return platform === 'win32' && !config.publisherName ? 'no_publisher' : null;
};
