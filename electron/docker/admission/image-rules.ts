/** Whether an image's own configuration lets it run here. Pure; one code per reason. */
import { isUnderProc } from './system-folders.ts';

/** What an image says of itself, the same whether an engine or a registry tells it. */
export interface ImageConfig {
  osType: string;
  volumes: readonly string[];
  /** `NAME=value` */
  env: readonly string[];
  /** Empty when the image names none. */
  workdir: string;
}

export type ImageReason = 'volume' | 'loader_variable' | 'workdir_in_proc' | 'not_linux';

/** @returns why the image may not run; empty when it may */
export const imageRefusals = (image: ImageConfig): ImageReason[] => {
  const refusals: [ImageReason, boolean][] = [
    // Each becomes an anonymous volume on the owner's disk, without a bound.
    ['volume', image.volumes.length > 0],
    // CVE-2025-23266: a hook of the NVIDIA toolkit ran with the image's variables, as root on the host.
    ['loader_variable', image.env.some((entry) => /^LD_(?:PRELOAD|AUDIT)=/.test(entry))],
    // CVE-2024-21626: a working folder below /proc/self/fd leads out of the container.
    ['workdir_in_proc', isUnderProc(image.workdir)],
    ['not_linux', image.osType !== 'linux'],
  ];
  return refusals.flatMap(([reason, isRefused]) => (isRefused ? [reason] : []));
};
