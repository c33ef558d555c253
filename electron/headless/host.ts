/** Plain Node as a host of the core. */
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { CorePorts } from '../core/ports.ts';
import { elevationHere } from '../mending/elevation-here.ts';
import { systemSources } from '../presence/system-sources.ts';
import { spawnNodeProbe } from '../probe/node-process.ts';
import type { Options } from './cli/options.ts';
import type { Installation } from './installation.ts';
import { keepAwakeBySystemd } from './keep-awake.ts';
import { openInBrowser } from './open-in-browser.ts';

export const headlessPorts = (context: {
  options: Options;
  installation: Installation;
  clock: Clock;
  log: Log;
}): CorePorts => {
  const { options, installation } = context;
  const { walletPage, dataDir } = options;
  return {
    host: 'headless',
    version: installation.version,
    dataDir,
    resourcesDir: installation.resourcesDir,
    clock: context.clock,
    log: context.log,
    spawnProbe: spawnNodeProbe({ execPath: process.execPath, entryPath: installation.probeEntryPath }),
    power: null,
    keepAwake: keepAwakeBySystemd(process.platform),
    // The pages have no terminal, whatever started the host.
    elevation: elevationHere(false),
    signSources: systemSources,
    network:
      options.networkUrl === null
        ? { kind: 'embedded', hourMs: options.hourMs }
        : { kind: 'remote', url: options.networkUrl },
    signer: walletPage && { page: walletPage, open: (address) => openInBrowser(address, dataDir) },
    demoImage: options.image,
    offersDemoJob: true,
    registries: options.registries,
    mirrors: options.mirrors,
    engineSocketPath: options.engineSocketPath,
  };
};
