/** An image's own configuration as its registry holds it. Pure. */
import { z } from 'zod';
import { readJson } from '../../../shared/json/read-json.ts';
import type { ImageConfig } from '../admission/image-rules.ts';

/** Labels and histories are flat; builders put no trees into it. */
const mostDepth = 64;

const configSchema = z.object({
  os: z.string(),
  config: z
    .object({
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      Env: z.array(z.string()).nullish(),
      WorkingDir: z.string().nullish(),
    })
    .nullish(),
});

/** @returns null when it is no configuration of an image */
export const parseImageConfig = (text: string): ImageConfig | null => {
  const read = configSchema.safeParse(readJson(text, mostDepth)?.value);
  if (!read.success) return null;
  const { os, config } = read.data;
  return {
    osType: os,
    volumes: Object.keys(config?.Volumes ?? {}),
    env: config?.Env ?? [],
    workdir: config?.WorkingDir ?? '',
  };
};
