/**
 * Compiles the gateway's relay (electron/docker/gateway/relay/relay.c) for both processors into the bytes that are
 * committed beside it. Needs Debian 12's gcc and gcc-aarch64-linux-gnu (12.2.0), with which it gives the same bytes
 * everywhere. `--check` compiles again and fails when they differ; what this machine has no such compiler for is said.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './provision/programs.ts';

const root = join(import.meta.dirname, '..');
const sourcePath = join(root, 'electron/docker/gateway/relay/relay.c');
const modulePath = join(root, 'electron/docker/gateway/relay-bytes.ts');
const compilerVersion = '12.2.0';

const compilers = { amd64: 'x86_64-linux-gnu-gcc-12', arm64: 'aarch64-linux-gnu-gcc-12' } as const;
type Architecture = keyof typeof compilers;

const flags = [
  ...['-std=c11', '-Wall', '-Wextra', '-Werror', '-Os', '-ffreestanding', '-fno-builtin', '-fno-stack-protector'],
  ...['-fno-asynchronous-unwind-tables', '-fno-pic', '-no-pie', '-nostdlib', '-static', '-s', '-Wl,--build-id=none'],
  ...['-Wl,-z,noexecstack', '-Wl,-z,noseparate-code', '-Wl,-z,max-page-size=4096', '-fno-ident'],
];

/** @returns null where this machine has not the compiler of that version */
const compile = (architecture: Architecture): Buffer | null => {
  const compiler = findProgram(compilers[architecture]);
  if (compiler === null) return null;
  const version = execFileSync(compiler, ['-dumpfullversion'], { encoding: 'utf8' }).trim();
  if (version !== compilerVersion) return null;
  const folder = mkdtempSync(join(tmpdir(), 'perigee-relay-'));
  try {
    const out = join(folder, 'relay');
    execFileSync(compiler, [...flags, '-o', out, sourcePath], { stdio: ['ignore', 'inherit', 'inherit'] });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const base64 = (bytes: Buffer): string =>
  (bytes.toString('base64').match(/.{1,110}/g) ?? []).map((line) => `'${line}'`).join(' +\n    ');

const entryOf = (architecture: Architecture, bytes: Buffer): string =>
  `  /** ${bytes.length} bytes */\n  ${architecture}:\n    ${base64(bytes)},\n`;

const built = (Object.keys(compilers) as Architecture[]).map((architecture) => ({
  architecture,
  bytes: compile(architecture),
}));
const missing = built.filter(({ bytes }) => bytes === null).map(({ architecture }) => compilers[architecture]);

if (process.argv.includes('--check')) {
  const text = readFileSync(modulePath, 'utf8');
  for (const { architecture, bytes } of built) {
    if (bytes === null || text.includes(entryOf(architecture, bytes))) continue;
    console.error(
      `relay-bytes.ts is not what relay.c compiles to for ${architecture}: run node scripts/build-relay.ts`,
    );
    process.exitCode = 1;
  }
  if (missing.length > 0) console.log(`not compared, because ${missing.join(' and ')} ${compilerVersion} is not here`);
} else if (missing.length > 0) {
  console.error(`needs ${missing.join(' and ')} ${compilerVersion} (Debian 12: gcc-12, gcc-12-aarch64-linux-gnu)`);
  process.exitCode = 1;
} else {
  const entries = built.map(({ architecture, bytes }) => entryOf(architecture, bytes ?? Buffer.alloc(0)));
  writeFileSync(
    modulePath,
    `/** Made by scripts/build-relay.ts from relay/relay.c; not written by hand. Programs for Linux in base64, by processor. */\nexport const relayBytes = {\n${entries.join('')}} as const;\n`,
  );
}
