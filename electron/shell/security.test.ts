/**
 * Electron's security list, held against the source itself: what no unit test can see because it is about what is
 * absent. The numbers are those of Electron's own list of 20.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ESTree, parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');

interface Source {
  file: string;
  text: string;
  nodes: ESTree.Node[];
}

const isNode = (value: unknown): value is ESTree.Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const nodesIn = (node: ESTree.Node, into: ESTree.Node[] = []): ESTree.Node[] => {
  into.push(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) nodesIn(child, into);
  return into;
};

const sourceOf = (file: string, text: string): Source => ({
  file,
  text,
  nodes: nodesIn(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' })),
});

const readSources = (...folders: string[]): Source[] =>
  folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.posix.join(folder, name.replaceAll('\\', '/')),
      ),
    )
    // AssemblyScript is no TypeScript: it becomes WebAssembly, which reaches nothing.
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.tsx?$|^network\/verifier\/assembly\//.test(file))
    .map((file) => sourceOf(file, readFileSync(path.join(root, file), 'utf8')));

const shell = readSources('electron/shell');
const everything = readSources('electron', 'shared', 'network', 'renderer', 'scripts');

const nameOf = (key: { type: string; name?: unknown; value?: unknown }): string | null => {
  if (key.type === 'Identifier') return String(key.name);
  return key.type === 'Literal' ? String(key.value) : null;
};

/** Every `name: value` of every object literal, with the value's source text. */
const propertiesIn = ({ nodes, text }: Source): { name: string; value: string }[] =>
  nodes.flatMap((node) => {
    if (node.type !== 'Property') return [];
    const name = nameOf(node.key);
    return name === null ? [] : [{ name, value: text.slice(node.value.start, node.value.end) }];
  });

/** Every `x.name(…)`, with the source text of `x` and of each argument. */
const callsIn = ({ nodes, text }: Source): { on: string; name: string; args: string[] }[] =>
  nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
    const name = nameOf(node.callee.property);
    const textOf = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    return name === null ? [] : [{ on: textOf(node.callee.object), name, args: node.arguments.map(textOf) }];
  });

const stringsIn = ({ nodes }: Source): string[] =>
  nodes.flatMap((node) => {
    if (node.type === 'TemplateElement') return [node.value.cooked ?? node.value.raw];
    return node.type === 'Literal' && typeof node.value === 'string' ? [node.value] : [];
  });

const importsIn = ({ nodes }: Source): string[] =>
  nodes.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' && node.type !== 'ImportExpression') return [];
    return node.source.type === 'Literal' ? [String(node.source.value)] : [];
  });

const valuesOf = (name: string): string[] =>
  everything.flatMap(propertiesIn).flatMap((property) => (property.name === name ? [property.value] : []));
const filesThat = (sources: Source[], test: (source: Source) => boolean): string[] =>
  sources.filter(test).map(({ file }) => file);

describe('what the check can see', () => {
  it('finds properties, calls, strings and imports', () => {
    const source = sourceOf(
      'probe.ts',

      "import 'electron'; a.b({ 'nodeIntegration': true, sandbox: false }, `ws://x`); import('os');",
    );
    expect(propertiesIn(source)).toEqual([
      { name: 'nodeIntegration', value: 'true' },
      { name: 'sandbox', value: 'false' },
    ]);
    expect(callsIn(source).map(({ on, name }) => `${on}.${name}`)).toEqual(['a.b']);
    expect(stringsIn(source)).toContain('ws://x');
    expect(importsIn(source)).toEqual(['electron', 'os']);
  });

  it('reads the shell whole', () => {
    expect(shell.map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'electron/shell/main.ts',
        'electron/shell/preload.ts',
        'electron/shell/packaging/flip-fuses.ts',
      ]),
    );
  });
});

describe('the preferences of the window', () => {
  it('1: nothing in the shell names an unencrypted address', () => {
    expect(shell.flatMap(stringsIn).filter((text) => /(^|[^a-z])(http|ws|ftp):/.test(text))).toEqual([]);
  });

  it.each(['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'])(
    '2: %s is written, and off',
    (name) => {
      expect(valuesOf(name)).toEqual(['false']);
    },
  );

  it('3: context isolation is written, and on', () => expect(valuesOf('contextIsolation')).toEqual(['true']));

  it('4: the sandbox is on, for the window and for the whole app', () => {
    expect(valuesOf('sandbox')).toEqual(['true']);
    expect(filesThat(shell, (source) => callsIn(source).some(({ name }) => name === 'enableSandbox'))).toEqual([
      'electron/shell/shell.ts',
    ]);
    const switches = /no-sandbox|disable-web-security|allow-file-access|remote-debugging|ignore-certificate-errors/;
    expect(filesThat(shell, (source) => stringsIn(source).some((text) => switches.test(text)))).toEqual([]);
    expect(filesThat(shell, (source) => callsIn(source).some(({ name }) => name === 'appendSwitch'))).toEqual([]);
  });

  it('6: web security is written, and on', () => expect(valuesOf('webSecurity')).toEqual(['true']));

  it.each([
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'enableBlinkFeatures',
    'webviewTag',
    'enablePreferredSizeMode',
    'additionalArguments',
  ])('8–11: %s is not even written', (name) => expect(valuesOf(name)).toEqual([]));

  it('there is one window, and one place that makes it', () => {
    const makers = shell.filter(({ text }) =>
      /new (BrowserWindow|WebContentsView|BrowserView|BaseWindow)\(/.test(text),
    );
    expect(makers.map(({ file }) => file)).toEqual(['electron/shell/window.ts']);
  });
});

describe('ways out and ways in', () => {
  const callers = (name: string): string[] =>
    filesThat(everything, (source) => callsIn(source).some((call) => call.name === name));

  it('5: every permission handler is set in one place', () => {
    for (const name of ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler'])
      expect(callers(name)).toEqual(['electron/shell/permissions.ts']);
  });

  it('12–14: webviews, navigation and new windows are guarded in one place, for all contents', () => {
    const guard = shell.find(({ file }) => file === 'electron/shell/navigation-guard.ts');
    const guarded = guard ? callsIn(guard).flatMap(({ name, args }) => (name === 'on' ? args.slice(0, 1) : [])) : [];
    expect(guarded).toEqual(["'will-navigate'", "'will-frame-navigate'", "'will-redirect'", "'will-attach-webview'"]);
    expect(callers('setWindowOpenHandler')).toEqual(['electron/shell/navigation-guard.ts']);
    expect(shell.find(({ file }) => file === 'electron/shell/shell.ts')?.text).toContain(
      "app.on('web-contents-created'",
    );
  });

  it('15: openExternal has one caller', () => {
    expect(callers('openExternal')).toEqual(['electron/shell/external-links.ts']);
  });

  it('17: every channel is opened by the sender guard', () => {
    const channels = shell.flatMap((source) =>
      callsIn(source).flatMap((call) => (call.on.endsWith('ipcMain') ? [`${source.file} ${call.name}`] : [])),
    );
    expect(channels).toEqual(['electron/shell/sender-guard.ts on', 'electron/shell/sender-guard.ts off']);
    expect(callers('handleOnce')).toEqual([]);
  });

  it('18: nothing is loaded from a file address', () => {
    expect(callers('loadFile')).toEqual([]);
    expect(shell.flatMap(stringsIn).filter((text) => /(^|[^a-z])file:/.test(text))).toEqual([]);
    const loads = shell.flatMap(callsIn).flatMap(({ name, args }) => (name === 'loadURL' ? args : []));
    expect(loads).toEqual(['firstPage']);
  });

  it('20: one key is exposed to the page, and no Electron object with it', () => {
    const exposed = everything.flatMap((source) =>
      callsIn(source).flatMap(({ name, args }) => (name.startsWith('expose') ? [[source.file, args[0]]] : [])),
    );
    expect(exposed).toEqual([['electron/shell/preload.ts', "'perigee'"]]);
    const preload = shell.find(({ file }) => file === 'electron/shell/preload.ts');
    expect(preload && importsIn(preload)).toEqual(['electron', './channel.ts']);
  });

  it('only the shell knows Electron', () => {
    const knows = filesThat(everything, (source) =>
      importsIn(source).some((name) => /^(electron|electron-updater|@electron\/.*|electron-builder)(\/|$)/.test(name)),
    );
    expect(knows.filter((file) => !file.startsWith('electron/shell/'))).toEqual([]);
    expect(knows.length).toBeGreaterThan(4);
  });
});

describe('the package', () => {
  const config = parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

  it('16: carries one exact version of Electron', () => {
    expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('19: sets the fuses by the strict hook, and by nothing else', () => {
    expect(config.afterPack).toBe('./electron/shell/packaging/flip-fuses.ts');
    expect(config).not.toHaveProperty('electronFuses');
  });

  it('is an archive whose integrity is checked, with only native code outside', () => {
    expect(config.asar).toBe(true);
    expect(config).not.toHaveProperty('disableAsarIntegrity');
    expect(config.asarUnpack).toEqual(['node_modules/webgpu/dist/**', 'dist/probe/select-layer/**']);
  });

  it('packs built files and sentences, no source', () => {
    const included = config.files.filter((pattern: string) => !pattern.startsWith('!'));
    expect(included).toEqual(['dist/**', 'locales/**', 'package.json']);
    // A list of its own that only leaves things out would bring in everything else.
    for (const system of ['win', 'mac', 'linux']) expect(config[system]).not.toHaveProperty('files');
  });

  it('is hardened on macOS and asks for nothing but compiling at run time', () => {
    expect(config.mac.hardenedRuntime).toBe(true);
    const entitlements = readFileSync(path.join(root, config.mac.entitlements), 'utf8');
    expect([...entitlements.matchAll(/<key>(.+?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
    expect(config.mac.entitlementsInherit).toBe(config.mac.entitlements);
  });

  it('takes no updates unless a release says from where', () => expect(config.publish).toBeNull());
});
