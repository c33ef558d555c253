/**
 * What in a create call would harm its host, judged by what Docker does with it and not by how ours are built: keys in
 * any case, wherever they stand. Written apart from both guards, to hold them against.
 */

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || entriesOf(value).length === 0;
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The nodes and groups of the one AMD GPU that these tests lend, spelled out. */
export const lentNodes: readonly string[] = ['/dev/kfd', '/dev/dri/renderD129'];
export const lentGroups: readonly string[] = ['44', '992'];

/** Exactly one of those nodes, under its own name, and not to make others. */
const isLentNode = (entry: unknown): boolean =>
  lentNodes.some(
    (path) =>
      JSON.stringify(entry) === JSON.stringify({ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw' }),
  );

/** By the field's name in lower case: whether its value is one that leaves the host alone. */
const isHarmless: Record<string, (value: unknown) => boolean> = {
  privileged: (value) => value === false,
  binds: isEmpty,
  mounts: isEmpty,
  volumesfrom: isEmpty,
  volumes: isEmpty,
  volumedriver: isEmpty,
  containeridfile: isEmpty,
  devices: (value) => isEmpty(value) || (Array.isArray(value) && value.every(isLentNode)),
  devicecgrouprules: isEmpty,
  maskedpaths: () => false,
  readonlypaths: () => false,
  sysctls: isEmpty,
  cgroupparent: isEmpty,
  cgroup: isEmpty,
  storageopt: isEmpty,
  links: isEmpty,
  portbindings: isEmpty,
  exposedports: isEmpty,
  publishallports: (value) => value === false,
  extrahosts: isEmpty,
  groupadd: (value) => list(value).every((id) => lentGroups.includes(id)) && (isEmpty(value) || Array.isArray(value)),
  dns: isEmpty,
  dnssearch: isEmpty,
  dnsoptions: isEmpty,
  annotations: isEmpty,
  capadd: isEmpty,
  capdrop: (value) => list(value).includes('ALL'),
  securityopt: (value) => JSON.stringify(value) === '["no-new-privileges:true"]',
  /** Or the loopback of a container of ours that has none. */
  networkmode: (value) => value === 'none' || value === `container:${'a'.repeat(64)}`,
  pidmode: (value) => value === '',
  ipcmode: (value) => value === 'private',
  utsmode: (value) => value === '',
  usernsmode: (value) => value === '',
  cgroupnsmode: (value) => value === 'private',
  runtime: (value) => value === 'runc',
  readonlyrootfs: (value) => value === true,
  oomkilldisable: (value) => value === false,
  oomscoreadj: (value) => Number(value) >= 0,
  autoremove: (value) => value === false,
  restartpolicy: (value) => JSON.stringify(value) === '{"Name":"no"}',
  user: (value) => value === '65532:65532',
  entrypoint: isEmpty,
  onbuild: isEmpty,
  tmpfs: (value) =>
    entriesOf(value).every(
      ([path, options]) => ['/tmp', '/scratch'].includes(path) && /^rw,nosuid,nodev,/.test(String(options)),
    ),
  logconfig: (value) => (value as { Type?: unknown } | null)?.Type === 'local',
  devicerequests: (value) =>
    !Array.isArray(value) ||
    value.every(
      (request: { Driver?: unknown; DeviceIDs?: unknown; Count?: unknown }) =>
        request.Count === undefined &&
        list(request.DeviceIDs).length > 0 &&
        list(request.DeviceIDs).every((id) =>
          (request.Driver === 'cdi' ? /^nvidia\.com\/gpu=GPU-[0-9a-f-]{36}$/ : /^GPU-[0-9a-f-]{36}$/).test(id),
        ),
    ),
  env: (value) =>
    list(value).every(
      (entry) =>
        /^NVIDIA_VISIBLE_DEVICES=(?:void|GPU-[0-9a-f-]{36}(?:,GPU-[0-9a-f-]{36})*)$/.test(entry) ||
        /^https?_proxy=http:\/\/127\.0\.0\.1:3128$/i.test(entry) ||
        !/^(?:LD_|NVIDIA_|CUDA_|PATH=|HOME=|.*_PROXY=|.*_proxy=)|\p{Cc}/u.test(entry),
    ),
  workingdir: (value) => !/^\/+(?:proc|sys)(?:\/|$)|(?:^|\/)\.\.(?:\/|$)/.test(String(value)),
  memory: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  memoryswap: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  nanocpus: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  pidslimit: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  shmsize: (value) => Number(value) <= 2 ** 30,
};

/** @returns the fields, with where they stand, that would harm the host */
export const unsafeFieldsOf = (call: unknown, at = ''): string[] =>
  entriesOf(call).flatMap(([key, value]) => {
    const path = at === '' ? key : `${at}.${key}`;
    const judge = isHarmless[key.toLowerCase()];
    if (judge !== undefined) return judge(value) ? [] : [path];
    return Array.isArray(value) ? [] : unsafeFieldsOf(value, path);
  });

/** The fields without which a container is not held in: a call that lacks one is as bad as one that opens it. */
const needed = [
  ...['CapDrop', 'SecurityOpt', 'ReadonlyRootfs', 'NetworkMode', 'IpcMode', 'CgroupnsMode', 'Memory', 'MemorySwap'],
  ...['NanoCpus', 'PidsLimit', 'LogConfig', 'RestartPolicy'],
];

export const missingFieldsOf = (call: { HostConfig?: unknown }): string[] => {
  const there = new Set(entriesOf(call.HostConfig).map(([key]) => key));
  return needed.filter((name) => !there.has(name));
};
