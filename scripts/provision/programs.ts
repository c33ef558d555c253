/** Which programs the tests need and where they are; installs what is missing on Debian and Ubuntu, as root only. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installDeadlineMs = 10 * 60_000;

/** @returns the full path, or null when it is not in PATH (or, for root, in the system's sbin) */
export const findProgram = (...names: string[]): string | null => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder, or not to be run: the next one may have it.
      }
    }
  return null;
};

/** @returns path of a Chromium or Chrome, or null */
export const findChromium = (): string | null =>
  findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
  [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find((path) => existsSync(path)) ??
  null;

const debianPostgres = '/usr/lib/postgresql';

/** Folder of `initdb`, `postgres`, `pg_dump` and `pg_restore`, of the newest version here; null when there is none. */
export const postgresBinDir = (): string | null => {
  const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres) : [];
  const newest = versions
    .filter((version) => existsSync(join(debianPostgres, version, 'bin/initdb')))
    .toSorted((left, right) => Number(right) - Number(left))[0];
  if (newest !== undefined) return join(debianPostgres, newest, 'bin');
  const initdb = findProgram('initdb');
  return initdb === null ? null : dirname(initdb);
};

const hasVulkan = (): boolean =>
  ['/usr/lib', '/usr/lib64', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].some((folder) =>
    existsSync(join(folder, 'libvulkan.so.1')),
  );

/** Each Debian package with the test that makes it unnecessary. */
const needs: { debianPackage: string; isThere: () => boolean }[] = [
  { debianPackage: 'chromium', isThere: () => findChromium() !== null },
  { debianPackage: 'libvulkan1', isThere: hasVulkan },
  { debianPackage: 'docker.io', isThere: () => findProgram('dockerd') !== null },
  { debianPackage: 'docker-registry', isThere: () => findProgram('docker-registry', 'registry') !== null },
  { debianPackage: 'busybox-static', isThere: () => findProgram('busybox') !== null },
  { debianPackage: 'postgresql', isThere: () => postgresBinDir() !== null },
  { debianPackage: 'nats-server', isThere: () => findProgram('nats-server') !== null },
  { debianPackage: 'xvfb', isThere: () => findProgram('Xvfb') !== null },
  { debianPackage: 'dbus-daemon', isThere: () => findProgram('dbus-daemon') !== null },
  { debianPackage: 'gcc', isThere: () => findProgram('cc', 'clang', 'gcc') !== null },
  { debianPackage: 'libc6-dev', isThere: () => existsSync('/usr/include/stdio.h') },
];

const apt = (...args: string[]) =>
  run('apt-get', args, {
    timeout: installDeadlineMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 ** 2,
  });

/** The last line of what apt said, which is where it says why. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)).trim().split('\n').at(-1) ?? '';

/** @returns what is still missing afterwards, with the reason */
export const installPrograms = async (): Promise<{ what: string; why: string }[]> => {
  const missing = () => needs.filter(({ isThere }) => !isThere()).map(({ debianPackage }) => debianPackage);
  const wanted = missing();
  if (wanted.length === 0) return [];
  const skip = (why: string) => missing().map((what) => ({ what, why }));
  if (process.platform !== 'linux') return skip(`installed by hand on ${process.platform}`);
  if (findProgram('apt-get') === null) return skip('no apt-get: not Debian or Ubuntu');
  if (process.getuid?.() !== 0) return skip('installing needs root');
  try {
    // A maintainer's script that would start a service fails in a bare container; the service is started here instead.
    const install = () => apt('install', '-y', '--no-install-recommends', ...wanted);
    await install().catch(async () => {
      await apt('update');
      await install();
    });
  } catch (error) {
    return skip(`apt-get failed: ${reasonOf(error)}`);
  }
  return skip('apt-get installed the package, yet its program was not found');
};
