/**
 * Compiles the network's verifier (network/verifier/assembly/recompute.ts, AssemblyScript) into the module that is committed
 * beside it. `node scripts/build-verifier.ts` writes it; with `--check` it compiles again and fails when they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const sourcePath = 'network/verifier/assembly/recompute.ts';
const modulePath = join(root, 'network/verifier/recompute-bytes.ts');

const options = [
  ...['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'],
  ...['--initialMemory', '1', '--maximumMemory', '1', '--memoryBase', '32768'],
];

const compile = async (): Promise<Uint8Array> => {
  let bytes: Uint8Array | null = null;
  const { error, stderr } = await asc.main([sourcePath, ...options, '--outFile', 'recompute.wasm'], {
    readFile: (name: string) => {
      try {
        return readFileSync(join(root, name), 'utf8');
      } catch {
        // The compiler looks for a file in several places and takes null for "not here".
        return null;
      }
    },
    writeFile: (name: string, contents: string | Uint8Array) => {
      if (name === 'recompute.wasm' && typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error || bytes === null) throw new Error(`the verifier does not compile: ${stderr.toString()}`, { cause: error });
  return bytes;
};

const moduleText = (bytes: Uint8Array): string => {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,110}/g) ?? [];
  return `/** Made by scripts/build-verifier.ts from assembly/recompute.ts; not written by hand. WebAssembly, ${bytes.byteLength} bytes in base64. */
export const recomputeBytes =
  ${lines.map((line) => `'${line}'`).join(' +\n  ')};
`;
};

const text = moduleText(await compile());
if (process.argv.includes('--check')) {
  if (readFileSync(modulePath, 'utf8') !== text) {
    console.error(
      'network/verifier/recompute-bytes.ts is not what assembly/recompute.ts compiles to: run node scripts/build-verifier.ts',
    );
    process.exitCode = 1;
  }
} else writeFileSync(modulePath, text);
