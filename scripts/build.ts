/**
 * Builds what runs: the pages, the headless host, the probe, the shell and its preload, the network alone and its
 * operators' command line. `node scripts/build.ts` builds always; `buildIfStale` only when a source changed since.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import { selectLayer } from '../electron/probe/vulkan-layer.ts';
import { compileLayer } from './compile-layer.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const stampPath = join(dist, '.sources');
const sources = [
  'electron',
  'network',
  'shared',
  'renderer',
  'locales',
  'resources',
  'package.json',
  'vite.config.ts',
  'scripts/build.ts',
  'scripts/compile-layer.ts',
];

/** Stay in node_modules: native code, WASM beside the code, or too dynamic to bundle. */
const external = [
  /^electron($|\/)/,
  'webgpu',
  'dockerode',
  'systeminformation',
  'ws',
  'electron-updater',
  // The network inside the app never reaches a server.
  'pg',
  /^@electric-sql\//,
];

/** What a network on PostgreSQL runs without: the other engine, and what `ws` and `pg` are faster with. */
const externalOfNetwork = [/^@electric-sql\//, 'bufferutil', 'utf-8-validate', 'pg-native', 'pg-cloudflare'];

/** One host program, in a folder of its own, so that `import.meta.url` still points beside its files. */
const hostProgram = (
  name: string,
  entry: string,
  { format = 'es', stays = external }: { format?: 'es' | 'cjs'; stays?: (string | RegExp)[] } = {},
): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, external: [] },
  build: {
    ssr: entry,
    outDir: join(dist, name),
    emptyOutDir: format === 'es',
    target: 'node24',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      external: [...stays, /^node:/],
      output: {
        format,
        entryFileNames: `[name].${format === 'cjs' ? 'cjs' : 'js'}`,
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
});

const fingerprint = (): string => {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const path of sources) if (existsSync(join(root, path))) add(join(root, path));
  return hash.digest('hex');
};

/** The app does without the layer: cards that bear one name are then reported as not separable. */
const buildSelectLayer = async (): Promise<void> => {
  try {
    const source = join(root, 'electron/probe/select-layer/select.c');
    await compileLayer({ source, outDir: join(dist, 'probe/select-layer'), ...selectLayer });
  } catch (error) {
    console.log(
      `No Vulkan selection layer, so equal cards stay inseparable: ${error instanceof Error ? error.message : error}`,
    );
  }
};

export const buildAll = async (): Promise<void> => {
  const stamp = fingerprint();
  rmSync(stampPath, { force: true });
  mkdirSync(dist, { recursive: true });
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await build(hostProgram('headless', 'electron/headless/main.ts'));
  await build(hostProgram('probe', 'electron/probe/child.ts'));
  await build(hostProgram('shell', 'electron/shell/main.ts'));
  await build(hostProgram('shell', 'electron/shell/preload.ts', { format: 'cjs' }));
  await build(hostProgram('network', 'network/main.ts', { stays: externalOfNetwork }));
  await build(hostProgram('operate', 'network/operate.ts'));
  cpSync(join(root, 'electron/probe/kernels'), join(dist, 'probe/kernels'), { recursive: true });
  await buildSelectLayer();
  writeFileSync(stampPath, stamp);
};

/** @returns true when it had to build */
export const buildIfStale = async (): Promise<boolean> => {
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === fingerprint()) return false;
  await buildAll();
  return true;
};

if (import.meta.main) await buildAll();
