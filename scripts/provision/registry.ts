/** A container registry on loopback with its own folder, and pushing images to it by the registry's HTTP API. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { type Blob, type BuiltImage, manifestType } from './image.ts';
import { endProcess, isAlive, type OwnProcess, startDetached } from './own-process.ts';
import { findProgram } from './programs.ts';

const callDeadlineMs = 10_000;
const within = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(callDeadlineMs) });

export const isRegistry = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(`http://${address}/v2/`, within())).ok;
  } catch {
    return false;
  }
};

/** @param dir its configuration, log and images @throws when it is not installed or does not answer */
export const startRegistry = async (dir: string): Promise<{ address: string; process: OwnProcess }> => {
  const program = findProgram('docker-registry', 'registry');
  if (program === null) throw new Error('docker-registry is not installed');
  await mkdir(join(dir, 'images'), { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const configPath = join(dir, 'config.yml');
  const storage = JSON.stringify(join(dir, 'images'));
  await writeFile(
    configPath,
    `version: 0.1\nstorage: {filesystem: {rootdirectory: ${storage}}}\nhttp: {addr: "${address}"}\n`,
  );
  const own = startDetached('docker-registry', program, ['serve', configPath], join(dir, 'registry.log'));
  for (let waitedMs = 0; waitedMs < 10_000 && isAlive(own); waitedMs += 50) {
    if (await isRegistry(address)) return { address, process: own };
    await sleep(50);
  }
  await endProcess(own, 2000);
  throw new Error(`docker-registry did not answer; see ${join(dir, 'registry.log')}`);
};

const refuseUnless = (response: Response, status: number, what: string): void => {
  if (response.status !== status) throw new Error(`the registry answered ${response.status} to ${what}`);
};

const pushBlob = async (base: string, { digest, bytes }: Blob): Promise<void> => {
  if ((await fetch(`${base}/blobs/${digest}`, { method: 'HEAD', ...within() })).ok) return;
  const opened = await fetch(`${base}/blobs/uploads/`, { method: 'POST', ...within() });
  refuseUnless(opened, 202, 'an upload');
  const upload = new URL(opened.headers.get('location') ?? '', base);
  upload.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  refuseUnless(
    await fetch(upload, { method: 'PUT', headers, body: new Uint8Array(bytes), ...within() }),
    201,
    'a blob',
  );
};

/** Uploads what the registry lacks. @returns `address/repository@sha256:…` */
export const pushImage = async (address: string, repository: string, image: BuiltImage): Promise<string> => {
  const base = `http://${address}/v2/${repository}`;
  for (const blob of image.blobs) await pushBlob(base, blob);
  const { digest, bytes } = image.manifest;
  const put = { method: 'PUT', headers: { 'content-type': manifestType }, body: new Uint8Array(bytes), ...within() };
  refuseUnless(await fetch(`${base}/manifests/${digest}`, put), 201, 'a manifest');
  return `${address}/${repository}@${digest}`;
};
