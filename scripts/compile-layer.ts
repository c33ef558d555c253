/** Compiles a Vulkan layer in C with the compiler at hand and writes the manifest by which the loader finds it. Linux only. */
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './provision/programs.ts';

export interface LayerBuild {
  /** The C file; headers lie beside it. */
  source: string;
  /** Made new. */
  outDir: string;
  /** `VK_LAYER_…`, as applications ask for it. */
  name: string;
  /** File names in `outDir`. */
  manifest: string;
  library: string;
  /** Added to the compiler's arguments, such as `-fsanitize=address`. */
  flags?: readonly string[];
}

const run = promisify(execFile);
const deadlineMs = 60_000;

export const warningFlags = ['-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror'] as const;
const libraryFlags = ['-O2', '-fvisibility=hidden', '-fPIC', '-shared', '-Wl,-z,relro,-z,now'] as const;

/** @returns path of a C compiler; null when there is none */
export const findCompiler = (): string | null => findProgram('cc', 'clang', 'gcc');

/** @throws with the compiler's words, or when this system has none */
export const compileLayer = async ({
  source,
  outDir,
  name,
  manifest,
  library,
  flags = [],
}: LayerBuild): Promise<void> => {
  if (process.platform !== 'linux') throw new Error(`it is not built on ${process.platform}`);
  const compiler = findCompiler();
  if (compiler === null) throw new Error('no C compiler here (cc, clang or gcc)');
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await run(compiler, [...warningFlags, ...libraryFlags, ...flags, '-o', join(outDir, library), source], {
    timeout: deadlineMs,
  });
  const layer = {
    name,
    type: 'INSTANCE',
    library_path: `./${library}`,
    api_version: '1.3.0',
    implementation_version: '1',
    description: "Perigee's layer for its own probe",
  };
  await writeFile(join(outDir, manifest), `${JSON.stringify({ file_format_version: '1.1.2', layer }, null, 2)}\n`);
};
