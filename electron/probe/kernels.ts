/** The WGSL sources, read from the folder beside this file; a bundle copies that folder beside itself. */
import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`./kernels/${name}`, import.meta.url), 'utf8');

export const kernels = {
  fma: (): string => read('fma.wgsl'),
  read: (): string => read('read.wgsl'),
  pattern: (): string => read('pattern.wgsl'),
  fill: (): string => read('fill.wgsl'),
  walk: (): string => read('walk.wgsl'),
} as const;
