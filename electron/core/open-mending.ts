/** Mending of this PC: the desk that does it, and what it looks at before and afterwards. */
import { join } from 'node:path';
import { createGpuContainersWatch } from '../device/gpu-containers.ts';
import type { ProblemBoard } from '../device/problem-board.ts';
import { gpuWayForAll } from '../docker/gpu-ways.ts';
import { readEngine } from '../docker/read-engine.ts';
import { createRunTool } from '../machine/run-tool.ts';
import { createMendingDesk } from '../mending/desk.ts';
import { openMendingRecord } from '../mending/mending-record.ts';
import { planOf } from '../mending/plan-of.ts';
import { missingForGpus, readFacts } from '../mending/read-facts.ts';
import { createRunLogged } from '../mending/run-logged.ts';
import type { openHardware } from './open-hardware.ts';
import type { CorePorts } from './ports.ts';

export const openMending = (
  ports: Pick<CorePorts, 'clock' | 'log' | 'dataDir' | 'elevation'>,
  options: {
    pc: Pick<ReturnType<typeof openHardware>, 'engine' | 'inventory'>;
    problems: ProblemBoard;
    /** Whoever watches the engine is to look now. */
    lookAtEngine: () => void;
  },
) => {
  const { clock, log, dataDir } = ports;
  const { pc, problems } = options;
  const runTool = createRunTool();
  const closing = new AbortController();
  const virtualization = (): boolean | null => pc.inventory.get()?.cpu.virtualization ?? null;
  const gpuContainers = createGpuContainersWatch({
    problems,
    inventory: pc.inventory.get,
    canGive: async (uuids) => gpuWayForAll((await pc.engine.probe()).gpuWays, uuids) !== null,
    missing: () => missingForGpus(runTool, closing.signal),
  });
  const desk = createMendingDesk({
    clock,
    log,
    elevation: ports.elevation,
    record: openMendingRecord(dataDir, clock.now),
    findPlan: async (code, signal) =>
      planOf(code, await readFacts(runTool, { isVirtualizationOn: virtualization(), wantsOwnLinux: false }, signal)),
    runCommand: (onLine) => createRunLogged({ clock, logPath: join(dataDir, 'mending.log'), onLine }),
    lookAgain: async (signal) => {
      const engine = await readEngine(pc.engine, signal);
      pc.inventory.update((before) => before && { ...before, engine });
      options.lookAtEngine();
      await gpuContainers.look();
      const others = problems.problems.get().map(({ problem }) => problem.code);
      return [
        ...(engine.problem === null ? [] : [engine.problem.code]),
        ...others.filter((code) => code === 'GPU_CONTAINERS_OFF'),
      ];
    },
  });
  return {
    desk,
    gpuContainers,
    close: (): void => {
      closing.abort();
      desk.close();
    },
  };
};
