/** The engine that this user has chosen with `docker context use`, as Docker's own command line would find it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const configSchema = z.object({ currentContext: z.string().optional() });
const metaSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Not there, not readable, or not Docker's: then nobody has chosen anything.
    return null;
  }
};

/**
 * @param configDir  `DOCKER_CONFIG`, or `.docker` in the home folder
 * @returns the chosen context's address, such as `unix:///home/ana/.colima/default/docker.sock`; null for the default
 */
export const readContextHost = (
  configDir: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null => {
  const config = configSchema.safeParse(readJson(join(configDir, 'config.json')));
  const name = env.DOCKER_CONTEXT || (config.success ? config.data.currentContext : undefined);
  if (name === undefined || name === '' || name === 'default') return null;
  const folder = createHash('sha256').update(name).digest('hex');
  const meta = metaSchema.safeParse(readJson(join(configDir, 'contexts/meta', folder, 'meta.json')));
  return meta.success ? meta.data.Endpoints.docker.Host : null;
};
