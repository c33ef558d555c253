import { describe, expect, it } from 'vitest';
import { type ImageConfig, imageRefusals } from './image-rules.ts';

describe('admission of images', () => {
  const facts: ImageConfig = { osType: 'linux', volumes: [], env: ['PATH=/bin', 'CUDA_VERSION=12.4'], workdir: '/srv' };
  it('admits an ordinary image', () => expect(imageRefusals(facts)).toEqual([]));
  it.each([
    ['a volume', { volumes: ['/data'] }, 'volume'],
    ['LD_PRELOAD', { env: ['LD_PRELOAD=/proc/self/cwd/x.so'] }, 'loader_variable'],
    ['LD_AUDIT', { env: ['LD_AUDIT=/x.so'] }, 'loader_variable'],
    ['a working folder below /proc', { workdir: '/proc/self/fd/8' }, 'workdir_in_proc'],
    ['a working folder below //proc', { workdir: '//proc/self/fd/8' }, 'workdir_in_proc'],
    ['a working folder that climbs to /proc', { workdir: '/srv/../proc/self/fd/8' }, 'workdir_in_proc'],
    ['Windows', { osType: 'windows' }, 'not_linux'],
  ])('refuses an image with %s', (_title, change, reason) => {
    expect(imageRefusals({ ...facts, ...change })).toEqual([reason]);
  });
});
