/** The images that the tests run: from nothing, Debian's static busybox and a script. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TarEntry } from '../../electron/docker/gateway/tar.ts';
import type { TestImageName } from './facts.ts';
import { type BuiltImage, buildImage } from './image.ts';

/** `/bin/job SECONDS EXIT_CODE`: a line each second, then the code; ends with 143 when asked to (TERM). */
const jobScript = `#!/bin/sh
trap 'echo "stopping"; exit 143' TERM
echo "job starts"
i=0
while [ "$i" -lt "\${1:-3}" ]; do
  i=$((i + 1))
  echo "work $i of \${1:-3}"
  sleep 1 &
  wait $!
done
echo "job ends" >&2
exit "\${2:-0}"
`;

/** Stands where NVIDIA's tool would: it names the GPU of the variable that a container with one has. */
const toolScript = `#!/bin/sh
[ -e /tmp/gone ] && echo "No devices were found" || echo "$JOB_GPU"
`;

const applets = [
  ...['sh', 'sleep', 'echo', 'cat', 'id', 'ls', 'touch', 'mkdir', 'dd', 'head', 'tail', 'true', 'false', 'ip', 'wget'],
  ...['df', 'mount', 'env', 'seq', 'date', 'kill', 'grep', 'expr', 'printf', 'ps', 'awk', 'sha256sum', 'nproc'],
];

/** Bytes that look random and are the same on every machine. */
const incompressible = (seed: string, sizeBytes: number): Buffer => {
  const parts: Buffer[] = [];
  let block = createHash('sha256').update(seed).digest();
  for (let length = 0; length < sizeBytes; length += block.length) {
    parts.push(block);
    block = createHash('sha256').update(block).digest();
  }
  return Buffer.concat(parts).subarray(0, sizeBytes);
};

/** A program that needs a loader names it; alone in an image it could not start. */
const needsLoader = (program: Buffer): boolean => program.subarray(0, 4096).includes('/ld-');

/** @param busyboxPath for this machine's processor @throws when it is not linked statically */
export const buildTestImages = async (busyboxPath: string): Promise<Record<TestImageName, BuiltImage>> => {
  const busybox = await readFile(busyboxPath);
  if (needsLoader(busybox)) throw new Error(`${busyboxPath} is not static: install busybox-static`);
  const base: TarEntry[] = [
    { kind: 'folder', path: 'bin/' },
    { kind: 'folder', path: 'etc/' },
    { kind: 'folder', path: 'tmp/', mode: 0o777 },
    { kind: 'folder', path: 'scratch/', mode: 0o777 },
    { kind: 'file', path: 'bin/busybox', content: busybox },
    ...applets.map((applet): TarEntry => ({ kind: 'link', path: `bin/${applet}`, target: 'busybox' })),
    { kind: 'file', path: 'bin/job', content: Buffer.from(jobScript) },
    { kind: 'file', path: 'bin/nvidia-smi', content: Buffer.from(toolScript) },
    { kind: 'file', path: 'etc/passwd', content: Buffer.from('root:x:0:0:root:/:/bin/sh\n'), mode: 0o644 },
  ];
  const config = { Cmd: ['/bin/job', '3', '0'], Env: ['PATH=/bin'] };
  const layer = (path: string, sizeBytes: number): TarEntry[] => [
    { kind: 'file', path, content: incompressible(path, sizeBytes), mode: 0o644 },
  ];
  const mebibyte = 1024 ** 2;
  return {
    demo: buildImage([base], config),
    lasting: buildImage([base], { ...config, Cmd: ['/bin/job', '15', '0'] }),
    layers: buildImage(
      [base, layer('one', mebibyte), layer('two', 4 * mebibyte), layer('three', 8 * mebibyte)],
      config,
    ),
    volume: buildImage([base], { ...config, Volumes: { '/data': {} } }),
    preload: buildImage([base], { ...config, Env: ['PATH=/bin', 'LD_PRELOAD=/proc/self/cwd/x.so'] }),
    proc: buildImage([base], { ...config, WorkingDir: '/proc/self/fd/8' }),
  };
};
