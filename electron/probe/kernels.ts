/** The WGSL sources, read from the folder beside this file; a bundle copies that folder beside itself. */
import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`./kernels/${name}`, import.meta.url), 'utf8');

export const kernels = {
  fma: (): string => read('fma.wgsl'),
  fmaHalf: (): string => read('fma-half.wgsl'),
  addRotateXor: (): string => read('add-rotate-xor.wgsl'),
  dotPacked: (): string => read('dot-packed.wgsl'),
  gemm: (): string => read('gemm.wgsl'),
  int8Product: (): string => read('int8-product.wgsl'),
  read: (): string => read('read.wgsl'),
  copy: (): string => read('copy.wgsl'),
  randomRead: (): string => read('random-read.wgsl'),
  count: (): string => read('count.wgsl'),
  subgroupSize: (): string => read('subgroup-size.wgsl'),
  pattern: (): string => read('pattern.wgsl'),
  residency: (): string => read('residency.wgsl'),
  fill: (): string => read('fill.wgsl'),
  walk: (): string => read('walk.wgsl'),
} as const;
