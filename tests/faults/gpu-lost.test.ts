import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { codesOf, startApp } from '../cli/perigee.ts';
import { readCapture } from '../fixtures/gpu/capture.ts';
import { stopwatch, tells } from './tells.ts';

const id = '0000:01:00.0';
/** As the driver says it of a card that fell off the bus. */
const lostWords =
  'Unable to determine the device handle for GPU 0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU\n';
const readingsHeading =
  'pci.bus_id, uuid, temperature.gpu, power.draw [W], utilization.gpu [%], memory.used [MiB], clocks.current.sm [MHz]';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-lost-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** An nvidia-smi that reports the recorded T4 until it is lost; for whoever has its folder first in PATH. */
const fakeTool = () => {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'report'), readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml'));
  writeFileSync(join(bin, 'readings'), `${readingsHeading}\n00000000:01:00.0, [N/A], 41, 27.1, 3, 190, 585\n`);
  const path = join(bin, 'nvidia-smi');
  const script = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
if [ -e lost ]; then cat lost; exit 15; fi
case "$*" in *-x*) cat report ;; *) cat readings ;; esac
`;
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` },
    lose: (): void => writeFileSync(join(bin, 'lost'), lostWords),
  };
};

const isLost = (state: AppState): boolean => codesOf(state).includes('GPU_LOST');
const hasCard = ({ machine }: AppState): boolean => machine?.gpus.some((gpu) => gpu.id === id) ?? false;

it.skipIf(process.platform === 'win32')(
  'a GPU that is lost while the app runs is told by its name, takes no part any more, and what its tool said is kept',
  async () => {
    const tool = fakeTool();
    const data = join(dir, 'data');
    const app = await startApp(data, ['--hour', '5m', '--engine', '/nonexistent.sock'], { env: tool.env });
    try {
      await app.face.client.control.start();
      const before = await app.until((state) => state.status.activity === 'ready' && hasCard(state), 'ready');
      await app.until(({ readings }) => readings.gpus[id]?.now.temperatureCelsius === 41, 'the card’s temperature');
      expect(isLost(before)).toBe(false);
      tool.lose();
      const since = stopwatch();
      const lost = await app.until(isLost, 'GPU_LOST', 30_000);
      const saidAfter = since();
      const standing = lost.status.problems.find(({ problem }) => problem.code === 'GPU_LOST');
      expect(standing).toMatchObject({ problem: { data: { gpuId: id, name: 'Tesla T4' } }, evidence: [{ text: id }] });
      expect(lost.status.activity).toBe('blocked');
      expect(lost.status.device?.id).toBe(before.status.device?.id);
      const seen = await app.until((state) => !hasCard(state), 'an inventory without it', 30_000);
      expect(seen.machine?.problems).toContainEqual(
        expect.objectContaining({ data: expect.objectContaining({ reason: 'gpu_lost' }) }),
      );
      tells(20, {
        injected: 'nvidia-smi that reports a T4, and then that it is lost',
        seen: `GPU_LOST with its name after ${saidAfter}, activity ${lost.status.activity}; gone from the inventory`,
        lost: 'nothing: what the tool said is kept with the problem, the device is the same',
      });
    } finally {
      await app.end('SIGTERM');
    }
  },
);
