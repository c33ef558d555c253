import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { tells } from '../faults/tells.ts';

const nobody = 65534;
const isRoot = process.getuid?.() === 0;

it.skipIf(!isRoot)(
  'says ENGINE_DENIED when the socket is not for this user (needs root to become another)',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'perigee-denied-'));
    const socketPath = join(dir, 'engine.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    chmodSync(dir, 0o755);
    chmodSync(socketPath, 0o600);
    const urlOf = (path: string): string => pathToFileURL(join(import.meta.dirname, '../..', path)).href;
    const script = `
    import { connectEngine } from '${urlOf('electron/docker/engine.ts')}';
    import { systemClock as clock } from '${urlOf('electron/core/system-clock.ts')}';
    const engine = connectEngine({ socketPaths: ['${socketPath}'], owner: 'x', clock });
    await engine.probe().then(() => console.log('answered'), (error) => console.log(error.code));
  `;
    const said = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      ...{ uid: nobody, gid: nobody, cwd: '/', encoding: 'utf8', env: {} },
    });
    server.close();
    rmSync(dir, { recursive: true });
    expect(said.trim()).toBe('ENGINE_DENIED');
    tells(9, {
      injected: 'chmod 600 of a socket of root, looked at as nobody',
      seen: `${said.trim()}, told apart from absent`,
      lost: 'nothing',
    });
  },
);
