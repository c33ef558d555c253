/** The desktop's entry: gives the shell its files, its clock and the core. Nothing here may wait before `runShell`. */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { app, powerMonitor, powerSaveBlocker, shell, utilityProcess } from 'electron';
import { defaultDataDir } from '../core/default-data-dir.ts';
import { defaultLocalnetHourMs } from '../core/ports.ts';
import { systemClock } from '../core/system-clock.ts';
import { elevationHere } from '../mending/elevation-here.ts';
import { systemSources } from '../presence/system-sources.ts';
import { probeEnv } from '../probe/child-env.ts';
import { findLayer, layerEnv } from '../probe/vulkan-layer.ts';
import { signerPageOf } from '../wallet/signer-page.ts';
import { openSignerPage } from './external-links.ts';
import { createFileLog } from './file-log.ts';
import { keepAwakeBy, powerEventsFrom } from './power.ts';
import { spawnProbeProcess } from './probe-process.ts';
import { runShell } from './shell.ts';
import { shellPathsFor } from './shell-paths.ts';
import { updateRefusalFor } from './update-config.ts';

const paths = shellPathsFor(app.getAppPath(), process.resourcesPath, app.isPackaged, process.platform);
const dataDir = defaultDataDir();
const logPath = path.join(dataDir, 'logs', 'perigee.log');
const log = createFileLog(logPath, () => systemClock.now());
/** Keeps Chromium's profile, and with it the lock of the one instance, inside the folder that the core owns. */
const keepProfileIn = (profileDir: string): void => {
  try {
    mkdirSync(profileDir, { recursive: true, mode: 0o700 });
    app.setPath('userData', profileDir);
  } catch (error) {
    // The core will refuse the same folder, with a sentence; Chromium stays where it is by default until then.
    log.warn('profile_not_moved', { error });
  }
};

/** `--wallet ADDRESS`, as on the command line: out of reach of every page and network. */
const walletSwitch = app.commandLine.getSwitchValue('wallet');
const signerPage = walletSwitch === '' ? null : signerPageOf(walletSwitch);
if (walletSwitch !== '' && signerPage === null) log.warn('wallet_page_refused', { address: walletSwitch });

const killPid = (pid: number, signal: 'SIGKILL'): void => {
  process.kill(pid, signal);
};

keepProfileIn(path.join(dataDir, 'window'));
runShell({
  paths,
  log,
  logPath,
  clock: systemClock,
  startCore: async () => {
    // Loaded while the window opens: the database and the network service are most of the app's code.
    const { createCore } = await import('../core/create-core.ts');
    const core = await createCore({
      host: 'desktop',
      version: app.getVersion(),
      dataDir,
      resourcesDir: paths.resourcesDir,
      clock: systemClock,
      log,
      spawnProbe: (selector) =>
        spawnProbeProcess(
          (entry, args, options) => utilityProcess.fork(entry, args, options),
          {
            entryPath: paths.probeEntryPath,
            env: layerEnv(probeEnv(process.env), findLayer(paths.probeEntryPath), selector),
          },
          killPid,
        ),
      power: powerEventsFrom(powerMonitor),
      keepAwake: keepAwakeBy(powerSaveBlocker),
      elevation: elevationHere(false),
      signSources: systemSources,
      network: { kind: 'embedded', hourMs: defaultLocalnetHourMs },
      signer: signerPage && { page: signerPage, open: (address) => openSignerPage(shell, address, signerPage) },
      demoImage: null,
      offersDemoJob: true,
      registries: [],
      mirrors: {},
      engineSocketPath: null,
    });
    const { serveCore } = await import('../headless/server/serve-core.ts');
    // The command line of this user speaks to the window's core as it does to any other.
    const { loadSentences } = await import('../headless/cli/sentences.ts');
    const { say } = await loadSentences(paths.localesDir, app.getLocale());
    const assetsDir = paths.rendererDir;
    const server = await serveCore(core, { port: 0, dataDir, assetsDir, say, clock: systemClock, log });
    return {
      router: core.router,
      close: async () => {
        await server.close();
        await core.close();
      },
    };
  },
  readUpdateRefusal: async () => {
    const configText = await readFile(paths.updateConfigPath, 'utf8').catch(() => null);
    return updateRefusalFor(configText, process.platform, app.isPackaged);
  },
  loadUpdateEngine: async () => {
    // CommonJS with a getter that reaches for Electron's app: named imports do not see it.
    const { default: electronUpdater } = await import('electron-updater');
    return electronUpdater.autoUpdater;
  },
});
