// Runs one of our TypeScript scripts on Node 24, whichever Node npm itself runs on. Plain JavaScript, because an older
// Node has to be able to read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundled = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const isNewEnough = Number.parseInt(process.versions.node, 10) >= 24;

if (!isNewEnough && !existsSync(bundled)) {
  process.stderr.write(
    `Perigee needs Node 24 and this is ${process.version}. It normally comes with "npm ci"; if install scripts are ` +
      'switched off, run "npm rebuild node", or use Node 24 itself.\n',
  );
  process.exit(1);
}

const [script, ...rest] = process.argv.slice(2);
const child = spawn(
  existsSync(bundled) ? bundled : process.execPath,
  ['--disable-warning=ExperimentalWarning', script, ...rest],
  {
    stdio: 'inherit',
    env: process.env,
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`Node 24 did not start: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
