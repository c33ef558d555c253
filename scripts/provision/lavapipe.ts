/**
 * A second software Vulkan driver for the tests: Mesa's lavapipe 25 or newer (Dawn refuses the 22.3 of Debian 12). It is
 * fetched from the mirrors that this system is configured for and unpacked into our own folder; nothing is installed and
 * no setting of the system is changed.
 */
import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type AptSource, backportsOf, distributionSources, listOf, parseList, parseSources } from './apt-sources.ts';
import { findProgram } from './programs.ts';

export interface Lavapipe {
  /** For VK_ICD_FILENAMES. */
  icd: string;
  /** For LD_LIBRARY_PATH: the driver's libraries that the system lacks. */
  libraryDir: string;
}

const run = promisify(execFile);
const fetchDeadlineMs = 5 * 60_000;
const driverPackage = 'mesa-vulkan-drivers';
const oldestMajor = 25;

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const configuredSources = (): AptSource[] => [
  ...parseList(read('/etc/apt/sources.list')),
  ...globSync('/etc/apt/sources.list.d/*.list').flatMap((path) => parseList(read(path))),
  ...globSync('/etc/apt/sources.list.d/*.sources').flatMap((path) => parseSources(read(path))),
];

/** A field of os-release, such as `bookworm` for VERSION_CODENAME; null when there is none. */
const systemField = (name: string): string | null =>
  new RegExp(`^${name}="?([^"\n]+)"?$`, 'm').exec(read('/etc/os-release'))?.[1] ?? null;

/** Options by which apt works on sources and folders of our own, and takes no lock of the system's. */
const privateOptions = (listPath: string, aptDir: string): string[] =>
  [
    `Dir::Etc::SourceList=${listPath}`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${join(aptDir, 'lists')}`,
    `Dir::Cache=${join(aptDir, 'cache')}`,
    'Debug::NoLocking=true',
    'APT::Sandbox::User=',
    'APT::Update::Post-Invoke=',
    'APT::Update::Post-Invoke-Success=',
  ].flatMap((option) => ['-o', option]);

/** Fetches the driver with what it needs beyond the installed packages. @returns the packages' paths */
const fetchPackages = async (aptDir: string): Promise<string[]> => {
  const codename = systemField('VERSION_CODENAME');
  if (codename === null) throw new Error('this system does not say its code name');
  const own = distributionSources(configuredSources(), codename);
  if (own.length === 0) throw new Error(`apt has no source for ${codename}`);
  const backports = systemField('ID') === 'debian' ? backportsOf(own, codename) : null;
  const sources = backports === null ? own : [...own, backports];
  const hasBackports = sources.some(({ suites }) => suites.includes(`${codename}-backports`));

  const listPath = join(aptDir, 'sources.list');
  const archives = join(aptDir, 'cache/archives');
  for (const dir of ['lists/partial', 'cache/archives/partial']) await mkdir(join(aptDir, dir), { recursive: true });
  await writeFile(listPath, listOf(sources));
  const apt = (...args: string[]) =>
    run('apt-get', [...privateOptions(listPath, aptDir), ...args], {
      timeout: fetchDeadlineMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 ** 2,
    });
  const isDebian12 = codename === 'bookworm';
  await apt('update');
  await apt(
    ...['install', '-y', '--download-only', '--reinstall', '--no-install-recommends'],
    ...(isDebian12 && hasBackports ? ['-t', `${codename}-backports`] : []),
    driverPackage,
  );
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
};

/** `25` of `mesa-vulkan-drivers_25.0.7-2~bpo12+1_amd64.deb`; null when it is not among them */
const driverMajor = (packages: readonly string[]): number | null => {
  const version = packages
    .map((path) => new RegExp(`/${driverPackage}_(?:\\d+%3a)?(\\d+)\\.`).exec(path)?.[1])
    .find(Boolean);
  return version === undefined ? null : Number(version);
};

/** @throws naming a library that is missing */
const loads = async (library: string, libraryDir: string): Promise<void> => {
  const { stdout } = await run('ldd', [library], { env: { ...process.env, LD_LIBRARY_PATH: libraryDir } });
  const missing = stdout.split('\n').find((line) => line.includes('not found'));
  if (missing !== undefined) throw new Error(`the driver lacks ${missing.trim()}`);
};

const findIn = (root: string): { library: string; libraryDir: string } | null => {
  const library = globSync('usr/lib/**/libvulkan_lvp.so', { cwd: root })[0];
  return library === undefined ? null : { library: join(root, library), libraryDir: dirname(join(root, library)) };
};

/**
 * The driver, fetched unless it is there already.
 *
 * @param dir of its own, made when needed
 * @throws with the reason why it cannot be had
 */
export const haveLavapipe = async (dir: string): Promise<Lavapipe> => {
  const root = join(dir, 'root');
  const icd = join(dir, 'icd.json');
  const before = existsSync(icd) ? findIn(root) : null;
  if (before !== null) {
    await loads(before.library, before.libraryDir);
    return { icd, libraryDir: before.libraryDir };
  }
  if (process.platform !== 'linux') throw new Error(`not fetched on ${process.platform}`);
  for (const program of ['apt-get', 'dpkg-deb'])
    if (findProgram(program) === null) throw new Error(`no ${program}: not Debian or Ubuntu`);

  await rm(dir, { recursive: true, force: true });
  const aptDir = join(dir, 'apt');
  await mkdir(aptDir, { recursive: true });
  try {
    const packages = await fetchPackages(aptDir);
    const major = driverMajor(packages);
    if (major === null) throw new Error(`apt fetched no ${driverPackage}`);
    if (major < oldestMajor) throw new Error(`this system offers Mesa ${major}, and ${oldestMajor} is needed`);
    const part = join(dir, 'part');
    for (const path of packages) await run('dpkg-deb', ['--extract', path, part]);
    await rename(part, root);
  } finally {
    await rm(aptDir, { recursive: true, force: true });
  }
  const found = findIn(root);
  if (found === null) throw new Error('the packages hold no lavapipe');
  await loads(found.library, found.libraryDir);
  const manifest = { file_format_version: '1.0.0', ICD: { library_path: found.library, api_version: '1.3.0' } };
  await writeFile(icd, JSON.stringify(manifest));
  return { icd, libraryDir: found.libraryDir };
};
