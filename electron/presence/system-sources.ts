/** The sources of signs that this system has. One that turns out not to be there is left alone. */
import type { Clock } from '../../shared/units/time.ts';
import { createAmdUseSource } from './gpu/amd-use.ts';
import { createNvidiaUseSource } from './gpu/nvidia-use.ts';
import type { WatchedGpus } from './gpu/watched-gpus.ts';
import { createHelperSource, helperRequest } from './helper/source.ts';
import { createBusSources } from './linux/bus/sources.ts';
import { createControllersSource } from './linux/controllers.ts';
import { createMainsSource } from './linux/mains.ts';
import { createProgramsSource } from './linux/programs.ts';
import { createX11Source } from './linux/x11/source.ts';
import type { SignSource } from './sign-source.ts';

export interface SourceContext {
  readonly clock: Clock;
  readonly gpus: WatchedGpus;
  /** Names of the owner's programs, as they are now. */
  listedPrograms(): readonly string[];
  readonly resourcesDir: string;
}

export const systemSources = ({ clock, gpus, listedPrograms, resourcesDir }: SourceContext): SignSource[] => {
  const { platform, env } = process;
  const gpuUse = [createNvidiaUseSource(gpus)];
  const helper = helperRequest(platform, resourcesDir, env);
  if (helper !== null) return [createHelperSource(helper, clock, listedPrograms), ...gpuUse];
  if (platform !== 'linux') return gpuUse;
  return [
    createX11Source(clock, env),
    ...createBusSources(clock, env),
    createMainsSource(clock),
    createProgramsSource(clock, listedPrograms),
    createControllersSource(clock),
    createAmdUseSource(clock, gpus),
    ...gpuUse,
  ];
};
