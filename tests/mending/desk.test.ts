/** Mending through the contract, by the real core: its engine is asleep until a stand-in for the system's tools wakes it. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../electron/core/create-core.ts';
import { type AppClient, faceOfCore } from '../../electron/headless/cli/face.ts';
import type { Elevation } from '../../electron/mending/elevation.ts';
import type { AppState } from '../../shared/contract/app/index.ts';
import { portsFor } from '../contract/core-ports.ts';

let dir = '';
let core: Core;
let client: AppClient;
let engine: Server;
const path = process.env.PATH;

/** Answers as an engine does when it is asked what it is. */
const serveEngine = (socketPath: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      const version = {
        Version: '29.7.2',
        Os: 'linux',
        Arch: 'amd64',
        Platform: { Name: 'Docker Engine - Community' },
      };
      response.end(JSON.stringify(request.url?.startsWith('/version') ? version : { NCPU: 4, MemTotal: 8e9 }));
    });
    server.listen(socketPath, () => resolve(server));
  });

const stateWhere = async (isSo: (state: AppState) => boolean): Promise<AppState> => {
  const done = new AbortController();
  try {
    for await (const state of faceOfCore(core).watch(done.signal)) if (isSo(state)) return state;
    throw new Error('the live state ended');
  } finally {
    done.abort();
  }
};
const openCore = async (elevation: Elevation): Promise<void> => {
  core = await createCore({
    ...portsFor(join(dir, 'data')),
    engineSocketPath: join(dir, 'engine.sock'),
    elevation,
  });
  client = createRouterClient(core.router) as AppClient;
};
const ran = (): string[] => {
  try {
    return readFileSync(join(dir, 'ran'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};
const shown = async () => {
  const plan = await client.mending.plan({ code: 'ENGINE_UNREACHABLE' });
  if (plan?.kind !== 'steps') throw new Error('there is no plan');
  return plan;
};

describe.skipIf(process.platform !== 'linux')('mending from the pages, by the real core', { timeout: 90_000 }, () => {
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'perigee-mending-'));
    engine = await serveEngine(join(dir, 'awake.sock'));
    const script = `#!/bin/sh
echo "$(basename "$0") $*" >> "${dir}/ran"
echo "working"
case "$*" in
  *stop*|*disable*) rm -f "${dir}/engine.sock" ;;
  *) ln -s "${dir}/awake.sock" "${dir}/engine.sock" ;;
esac
`;
    for (const tool of ['service', 'systemctl', 'dockerd']) {
      writeFileSync(join(dir, tool), script);
      chmodSync(join(dir, tool), 0o755);
    }
    writeFileSync(join(dir, 'pkexec'), `#!/bin/sh\necho "pkexec" >> "${dir}/ran"\nexec "$@"\n`);
    chmodSync(join(dir, 'pkexec'), 0o755);
    process.env.PATH = `${dir}${delimiter}${path}`;
  });
  afterEach(async () => {
    process.env.PATH = path;
    await core.close();
    engine.closeAllConnections();
    engine.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('does what it showed, sees the engine answer, and takes it back', async () => {
    await openCore({ platform: 'linux', isRoot: false, asks: 'window' });
    expect((await client.machine.refresh()).engine.problem?.code).toBe('ENGINE_ABSENT');
    const plan = await shown();
    expect(plan).toMatchObject({ name: 'start_engine', canRun: true, steps: [{ needsAdministrator: true }] });
    expect(plan.steps[0]?.text).toMatch(/^pkexec (service docker start|systemctl enable --now docker)$/);
    expect(ran()).toEqual([]);

    const { runId } = await client.mending.start({ code: 'ENGINE_ABSENT', fingerprint: plan.fingerprint });
    const { mending, machine } = await stateWhere((state) => state.mending.run?.state === 'ended');
    expect(mending.run).toMatchObject({ id: runId, outcome: 'mended', failure: null });
    expect(mending.run?.lines.at(-1)).toMatchObject({ kind: 'output', text: 'working' });
    expect(machine?.engine).toMatchObject({ version: '29.7.2', problem: null });
    expect(mending.done).toMatchObject([{ name: 'start_engine', isWhole: true, canUndo: true }]);

    await client.mending.undo({ fingerprint: mending.done[0]?.fingerprint ?? '' });
    const after = await stateWhere(({ mending: { run } }) => run?.task === 'undo' && run.state === 'ended');
    expect(after.mending).toMatchObject({ run: { outcome: 'undone' }, done: [] });
    expect(after.machine?.engine.problem?.code).toBe('ENGINE_ABSENT');
    expect(ran()).toHaveLength(4);
  });

  it('refuses a plan that it did not show, and whoever has not the PIN', async () => {
    await openCore({ platform: 'linux', isRoot: true, asks: 'nobody' });
    const made = await safe(client.mending.start({ code: 'ENGINE_ABSENT', fingerprint: 'rm -rf /' }));
    expect(isDefinedError(made.error) && made.error.code).toBe('MENDING_CHANGED');
    const { fingerprint } = await shown();
    await client.owner.setLock({ pin: '4711' });
    for (const call of [
      () => client.mending.start({ code: 'ENGINE_ABSENT', fingerprint }),
      () => client.mending.undo({ fingerprint }),
      () => client.mending.stop(),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'LOCKED' });
    expect((await shown()).fingerprint).toBe(fingerprint);
    expect(ran()).toEqual([]);
  });

  it('shows the commands to type where nobody can be asked', async () => {
    await openCore({ platform: 'linux', isRoot: false, asks: 'nobody' });
    const plan = await shown();
    expect([plan.canRun, plan.steps[0]?.text]).toEqual([false, expect.stringMatching(/^sudo /)]);
    const { error } = await safe(client.mending.start({ code: 'ENGINE_ABSENT', fingerprint: plan.fingerprint }));
    expect(isDefinedError(error) && error.code).toBe('MENDING_BY_HAND');
  });
});
