/** The whole app beside an nvidia-smi that keeps one card's power limit in a file and answers as the real one does. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { allHours } from '../../shared/contract/owner-words.ts';
import { perigee, type RunningApp, startApp } from '../cli/perigee.ts';
import { until } from '../docker/real-engine.ts';
import { readCapture } from '../fixtures/gpu/capture.ts';

/** The recorded T4: 70 W by default, 60 at least. */
const gpuId = '0000:01:00.0';
const quiet = ['--hour', '5m', '--engine', '/nonexistent.sock'];

const script = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
for last; do :; done
case "$*" in
  *' -pl '*)
    if [ -e refusal ]; then cat refusal; exit 4; fi
    if [ -e slow ]; then sleep 2; fi
    old=$(cat limit)
    echo "$last" >> changes
    echo "$last" > limit.new && mv limit.new limit
    echo "Power limit for GPU 00000000:01:00.0 was set to $last.00 W from $old.00 W."
    echo "All done." ;;
  *-x*) cat report ;;
  *power.min_limit*)
    echo "pci.bus_id, uuid, power.limit [W], power.default_limit [W], power.min_limit [W], power.max_limit [W]"
    echo "00000000:01:00.0, [N/A], $(cat limit).00 W, 70.00 W, 60.00 W, 70.00 W" ;;
  *)
    echo "pci.bus_id, uuid, temperature.gpu, power.draw [W], utilization.gpu [%], fan.speed [%], memory.used [MiB]"
    echo "00000000:01:00.0, [N/A], $(cat reading), 190 MiB" ;;
esac
`;

let dir = '';
let app: RunningApp | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-limit-'));
});
afterEach(async () => {
  await app?.end('SIGKILL');
  app = null;
  rmSync(dir, { recursive: true });
});

const fakeTool = () => {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  const write = (name: string, text: string): void => writeFileSync(join(bin, name), text);
  write('report', readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml'));
  write('limit', '70\n');
  write('changes', '');
  write('nvidia-smi', script);
  chmodSync(join(bin, 'nvidia-smi'), 0o755);
  const shows = (celsius: number, watts: number, fan: number): void =>
    write('reading', `${celsius}, ${watts} W, 97 %, ${fan} %`);
  shows(50, 30, 20);
  return {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` },
    shows,
    write,
    limit: (): number => Number(readFileSync(join(bin, 'limit'), 'utf8')),
    changes: (): number[] => readFileSync(join(bin, 'changes'), 'utf8').trim().split('\n').filter(Boolean).map(Number),
  };
};

type Tool = ReturnType<typeof fakeTool>;

const start = async (tool: Tool): Promise<RunningApp> => {
  app = await startApp(join(dir, 'data'), quiet, { env: tool.env });
  await app.until(({ machine }) => machine?.gpus.some(({ id }) => id === gpuId) ?? false, 'the card');
  return app;
};
/** A check is work of ours on every GPU, and makes the readings come every five seconds. */
const startWork = (running: RunningApp) => running.face.client.checks.start({ mode: 'full' });
const isHeldAt =
  (watts: number) =>
  ({ owner }: AppState): boolean =>
    owner.held.some((card) => card.gpuId === gpuId && card.watts === watts);

describe.skipIf(process.platform === 'win32')('a GPU over the owner’s power cap', () => {
  /** Held at 65 W: the first quarter of the way to 60 that is under the cap. */
  const hold = async (tool: Tool): Promise<RunningApp> => {
    const running = await start(tool);
    await running.face.client.settings.update({ powerLimitWatts: 65 });
    tool.shows(60, 69, 30);
    await startWork(running);
    await running.until(isHeldAt(65), 'the lower limit');
    return running;
  };

  it('is held lower, says so, and has its own limit back when the app is asked to end', async () => {
    const tool = fakeTool();
    const running = await hold(tool);
    const said = await perigee(['status', '--data', running.dataDir]);
    expect(said.stdout).toContain('Tesla T4 is held at 65 W, so that power stays under your limit.');
    expect(tool.limit()).toBe(65);
    app = null;
    expect(await running.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(tool.changes()).toEqual([65, 70]);
  });

  it('has its own limit back when the work ends, and when the budget is gone', async () => {
    const tool = fakeTool();
    const running = await hold(tool);
    await running.face.client.settings.update({ powerLimitWatts: null });
    await running.until(({ owner }) => owner.held.length === 0, 'the own limit');
    await running.face.client.settings.update({ powerLimitWatts: 65 });
    await running.until(isHeldAt(65), 'the lower limit again', 90_000);
    await running.face.client.checks.cancel();
    await running.until(({ owner }) => owner.held.length === 0, 'the own limit again');
    expect(tool.changes()).toEqual([65, 70, 65, 70]);
  });

  it('has its own limit back at the next start, when the app was killed while it held it', async () => {
    const tool = fakeTool();
    const running = await hold(tool);
    app = null;
    await running.end('SIGKILL');
    expect(tool.limit()).toBe(65);
    await start(tool);
    expect(tool.changes()).toEqual([65, 70]);
  });

  it('has it back, too, when the app was killed while the tool was still at it', async () => {
    const tool = fakeTool();
    const running = await start(tool);
    await running.face.client.settings.update({ powerLimitWatts: 65 });
    tool.shows(60, 69, 30);
    tool.write('slow', '');
    await startWork(running);
    await running.until(({ readings }) => readings.gpus[gpuId]?.now.powerWatts === 69, 'the reading');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    app = null;
    await running.end('SIGKILL');
    expect(tool.limit()).toBe(70);
    await until(() => tool.limit() === 65, 'the tool to set it all the same');
    await start(tool);
    expect(tool.changes()).toEqual([65, 70]);
  });

  it('is left to a limit that the owner set meanwhile', async () => {
    const tool = fakeTool();
    const running = await hold(tool);
    tool.write('limit', '62\n');
    app = null;
    await running.end('SIGKILL');
    await start(tool);
    expect([tool.limit(), tool.changes()]).toEqual([62, [65]]);
  });

  it('makes work stand aside at once where this account may not set it, and that is said', async () => {
    const tool = fakeTool();
    tool.write('refusal', readCapture('nvidia/power-limit/no-rights.txt'));
    const running = await start(tool);
    await running.face.client.settings.update({ powerLimitWatts: 65 });
    tool.shows(60, 69, 30);
    await startWork(running);
    const refused = await running.until(({ owner }) => owner.standAside[0]?.cause === 'power', 'standing aside');
    expect(refused.owner).toMatchObject({ held: [], notHeld: { [gpuId]: 'no_rights' } });
    expect(tool.limit()).toBe(70);
  });
});

describe.skipIf(process.platform === 'win32')('a GPU that is loud in a quiet hour', () => {
  it('gets less power in steps, and work stands aside only when that did not help', async () => {
    const tool = fakeTool();
    const running = await start(tool);
    await running.face.client.settings.update({ quietFanPercent: 40, week: allHours('quiet') });
    tool.shows(60, 69, 71);
    await startWork(running);
    await running.until(isHeldAt(68), 'the first step');
    await running.until(isHeldAt(60), 'the last step', 90_000);
    expect(tool.changes()).toEqual([68, 65, 63, 60]);
    const aside = await running.until(({ owner }) => owner.standAside.length > 0, 'standing aside', 90_000);
    expect(aside.owner.standAside).toMatchObject([{ cause: 'noise', gpuIds: [gpuId], until: null }]);
    const said = await perigee(['status', '--data', running.dataDir]);
    expect(said.stdout).toContain('A GPU is louder than your noise budget.');
    // The hour is quiet no longer: all of it is gone at once.
    await running.face.client.settings.update({ week: allHours('work') });
    await running.until(({ owner }) => owner.standAside.length === 0 && owner.held.length === 0, 'the end of it');
    expect(tool.limit()).toBe(70);
  });
});
