/** The service in a process of its own, which is killed by SIGKILL at moments that are drawn beforehand. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Ground } from './grounds.ts';
import type { Victim } from './live-through.ts';
import type { ServiceCall } from './service-calls.ts';
import type { Birth, Order, Report } from './service-process.ts';

const program = join(import.meta.dirname, 'service-process.ts');

interface Alive {
  readonly child: ChildProcess;
  readonly url: string;
  readonly timer: NodeJS.Timeout | null;
}

export interface KilledProcess extends Victim {
  /** Kills it now. @returns whether there was one that is up */
  strike(): boolean;
}

/** @param nextKillMs  after it is up; null: never */
export const startKilledProcess = (
  { place, clock }: Ground,
  nextKillMs: () => number | null,
  onKill: (step: string) => void,
): KilledProcess => {
  let alive: Alive | null = null;
  /** Settled when the one before is gone, and with it its lock on the folder. */
  let gone: Promise<unknown> = Promise.resolve();
  let struck = 0;
  let noted = 0;
  let isSpared = false;
  let orders = 0;

  const begin = async (): Promise<Alive> => {
    await gone;
    const birth: Birth = { place, now: clock.now() };
    const child = fork(program, [JSON.stringify(birth)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('message', (report: Report) => {
        if ('url' in report) resolve(report.url);
        else reject(new Error(`the service did not start: ${report.error}`));
      });
      child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    });
    const delayMs = isSpared ? null : nextKillMs();
    gone = new Promise((resolve) => child.once('exit', resolve));
    return { child, url, timer: delayMs === null ? null : setTimeout(strike, delayMs) };
  };
  const strike = (): boolean => {
    if (alive === null) return false;
    struck += 1;
    if (alive.timer) clearTimeout(alive.timer);
    alive.child.kill('SIGKILL');
    alive = null;
    return true;
  };
  const carryOutThere = ({ child }: Alive, call: ServiceCall): Promise<void> =>
    new Promise((resolve, reject) => {
      orders += 1;
      const id = orders;
      const order: Order = { id, now: clock.now(), call };
      const ended = (): void => reject(new Error('the service was killed'));
      const hear = (report: Report): void => {
        if ('url' in report || report.id !== id) return;
        child.off('message', hear);
        child.off('exit', ended);
        if (report.error === null) resolve();
        else reject(new Error(report.error));
      };
      child.on('message', hear);
      child.once('exit', ended);
      child.send(order, (error) => error !== null && ended());
    });

  return {
    reach: async () => {
      const reached = alive ?? (await begin());
      alive = reached;
      const { exitCode, signalCode } = reached.child;
      if ((exitCode ?? signalCode) !== null) throw new Error(`the service ended by itself: ${exitCode ?? signalCode}`);
      return {
        url: reached.url,
        clock,
        call: (asked) => carryOutThere(reached, asked),
        mail: (send) => send(),
      };
    },
    wasStruck: (step) => {
      if (struck === noted) return false;
      noted = struck;
      onKill(step);
      return true;
    },
    strike,
    get isGone() {
      return alive === null;
    },
    spare: () => {
      isSpared = true;
      if (alive?.timer) clearTimeout(alive.timer);
    },
    end: async () => {
      if (alive?.timer) clearTimeout(alive.timer);
      alive?.child.kill('SIGKILL');
      alive = null;
      await gone;
    },
  };
};
