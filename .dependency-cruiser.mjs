// The arrows of ARCHITECTURE.md, written once. A wrong import fails `npm run check` in seconds.

const hostRooms = [
  'shell',
  'headless',
  'core',
  'api',
  'device',
  'checks',
  'worker',
  'link',
  'wallet',
  'validator',
  'presence',
  'mending',
  'machine',
  'docker',
  'storage',
  'probe',
];

/** What each room of electron/ may import, besides itself and shared/. */
const mayImport = {
  machine: [],
  presence: ['machine'],
  mending: ['machine', 'docker', 'storage'],
  docker: [],
  storage: [],
  probe: [],
  checks: ['machine', 'probe', 'storage'],
  worker: ['docker', 'storage', 'machine', 'presence'],
  link: ['storage', 'machine', 'probe'],
  wallet: ['link'],
  validator: ['link'],
  device: ['checks', 'worker', 'link', 'wallet', 'presence', 'machine', 'docker', 'storage', 'probe'],
  api: ['device', 'checks', 'worker', 'link', 'wallet', 'presence', 'mending', 'machine', 'docker', 'storage', 'probe'],
  core: [
    'api',
    'device',
    'checks',
    'worker',
    'link',
    'wallet',
    'presence',
    'mending',
    'machine',
    'docker',
    'storage',
    'probe',
  ],
  headless: hostRooms.filter((room) => !['headless', 'shell'].includes(room)),
  shell: hostRooms.filter((room) => room !== 'shell'),
};

const rooms = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `electron-${room}`,
  comment: `electron/${room} imports only shared/ and: ${allowed.join(', ') || 'nothing else of ours'}`,
  severity: 'error',
  from: { path: `^electron/${room}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^electron/(${hostRooms.filter((other) => other !== room && !allowed.includes(other)).join('|')})/` },
}));

export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-is-alone',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|network|tests|scripts)/' },
    },
    {
      name: 'shared-has-no-node',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-sees-shared-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|network|tests)/' },
    },
    {
      name: 'network-sees-shared-only',
      severity: 'error',
      from: { path: '^network/' },
      to: { path: '^(electron|renderer|tests)/' },
    },
    {
      name: 'only-core-embeds-the-network',
      severity: 'error',
      from: { path: '^electron/', pathNot: '(^electron/core/|\\.test\\.ts$)' },
      to: { path: '^network/' },
    },
    {
      name: 'core-imports-only-embedded',
      severity: 'error',
      from: { path: '^electron/core/', pathNot: '\\.test\\.ts$' },
      to: { path: '^network/', pathNot: '^network/embedded\\.ts$' },
    },
    {
      name: 'only-shell-imports-electron',
      severity: 'error',
      from: { pathNot: '^(electron/shell/|tests/e2e/shell/|scripts/)' },
      to: { path: '(^|/)node_modules/(electron|electron-updater)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^(tests|scripts)/|\\.test\\.tsx?$' },
      to: { path: '^tests/' },
    },
    ...rooms,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|^release/)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
