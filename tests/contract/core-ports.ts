/** A core of its own in a folder, without an engine and on a Localnet whose hour never ends in a test. */
import { join } from 'node:path';
import type { CorePorts } from '../../electron/core/ports.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';
import { silentLog } from '../../shared/log.ts';

const root = join(import.meta.dirname, '../..');

export const portsFor = (dataDir: string): CorePorts => ({
  host: 'headless',
  version: '0.0.0',
  dataDir,
  resourcesDir: join(root, 'resources'),
  clock: systemClock,
  log: silentLog,
  spawnProbe: spawnNodeProbe({ execPath: process.execPath, entryPath: join(root, 'electron/probe/child.ts') }),
  power: null,
  keepAwake: null,
  elevation: { platform: process.platform, isRoot: false, asks: 'nobody' },
  signSources: () => [],
  network: { kind: 'embedded', hourMs: 3_600_000 },
  signer: null,
  demoImage: null,
  offersDemoJob: true,
  registries: [],
  mirrors: {},
  engineSocketPath: join(dataDir, 'no-engine-here.sock'),
});
