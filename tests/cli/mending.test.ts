import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWithEngine } from '../docker/real-engine.ts';
import { jsonOf, perigee } from './perigee.ts';

/** The real engine, asleep: its socket is not there until the command that starts it has run. */
describeWithEngine('doctor on a PC whose engine is not started', ({ socketPath }) => {
  let dir = '';
  let env: NodeJS.ProcessEnv = {};
  const tools = ['service', 'systemctl', 'sudo', 'pkexec'];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'perigee-mend-'));
    const script = `#!/bin/sh
echo "$(basename "$0") $*" >> "${dir}/ran"
case "$*" in
  *stop*|*disable*) rm -f "${dir}/engine.sock" ;;
  *) ln -s "${socketPath}" "${dir}/engine.sock" ;;
esac
`;
    for (const tool of tools) {
      writeFileSync(join(dir, tool), script);
      chmodSync(join(dir, tool), 0o755);
    }
    env = { ...process.env, PATH: `${dir}:${process.env.PATH ?? ''}` };
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const doctor = (...args: string[]) =>
    perigee(['doctor', '--data', join(dir, 'data'), '--engine', join(dir, 'engine.sock'), ...args], { env });

  it('offers the one action, and does nothing without a yes', async () => {
    const said = await doctor();
    expect(said.stdout).toContain('perigee doctor --fix would help');
    const asked = await doctor('--fix');
    expect(asked.code).toBe(5);
    expect(asked.stdout).toMatch(/\$ .*(service docker start|systemctl enable --now docker)/);
    expect(asked.stdout).toContain('Nothing was done');
    expect(jsonOf(await doctor('--fix', '--json'))).toMatchObject({ outcome: 'not_agreed' });
    expect(existsSync(join(dir, 'ran'))).toBe(false);
  });

  it('does it with a yes, sees that it helped, and takes it back', async () => {
    const mended = await doctor('--fix', '--yes', '--json');
    expect(jsonOf(mended)).toMatchObject({ outcome: 'mended', plan: { name: 'start_engine' } });
    expect(mended.code).toBe(0);
    const undone = await doctor('--undo', '--yes', '--json');
    expect(jsonOf(undone)).toEqual({ undone: 1, outcome: 'done' });
    expect(readFileSync(join(dir, 'ran'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(existsSync(join(dir, 'engine.sock'))).toBe(false);
    expect(jsonOf(await doctor('--undo', '--yes', '--json'))).toEqual({ undone: 0, outcome: 'nothing_to_do' });
  });

  it('says which command failed, and claims nothing', async () => {
    for (const tool of tools) writeFileSync(join(dir, tool), '#!/bin/sh\nexit 3\n');
    const failed = await doctor('--fix', '--yes', '--json');
    expect(failed.code).toBe(1);
    expect(jsonOf(failed)).toMatchObject({ outcome: 'failed', exitCode: 3 });
  });

  it('mends no recording, and not both ways at once', async () => {
    expect((await doctor('--fix', '--undo')).code).toBe(2);
    expect((await doctor('--fix', '--replay', 'lspci=/dev/null')).code).toBe(2);
  });
});
