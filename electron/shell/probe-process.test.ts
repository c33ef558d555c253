import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { spawnProbeProcess } from './probe-process.ts';

class FakeUtilityProcess extends EventEmitter {
  pid: number | undefined = undefined;
  readonly sent: unknown[] = [];
  asks = 0;

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  kill(): boolean {
    this.asks += 1;
    return true;
  }
}

const setUp = (killPid: (pid: number) => void = () => {}) => {
  const child = new FakeUtilityProcess();
  const forked: unknown[] = [];
  const killed: [number, string][] = [];
  const probe = spawnProbeProcess(
    (...args) => {
      forked.push(args);
      return child as unknown as Electron.UtilityProcess;
    },
    { entryPath: '/app/dist/probe/child.js', env: { PATH: '/bin' } },
    (pid, signal) => {
      killed.push([pid, signal]);
      killPid(pid);
    },
  );
  return { child, probe, forked, killed };
};

describe('the probe as a utility process', () => {
  it('is forked from its entry and carries messages both ways', () => {
    const { child, probe, forked } = setUp();
    const heard: unknown[] = [];
    const stop = probe.onMessage((message) => heard.push(message));
    probe.send({ task: 'hello' });
    child.emit('message', { done: 1 });
    stop();
    child.emit('message', { done: 2 });
    expect(forked).toEqual([
      ['/app/dist/probe/child.js', [], { serviceName: 'Perigee probe', stdio: 'ignore', env: { PATH: '/bin' } }],
    ]);
    expect(child.sent).toEqual([{ task: 'hello' }]);
    expect(heard).toEqual([{ done: 1 }]);
  });

  it('reports its end once and drops what is sent after', () => {
    const { child, probe } = setUp();
    const exits: unknown[] = [];
    probe.onExit((exit) => exits.push(exit));
    child.emit('exit', 139);
    child.emit('exit', 0);
    probe.send('late');
    expect(exits).toEqual([{ code: 139, signal: null }]);
    expect(child.sent).toEqual([]);
  });

  it('tells also a listener that came after the end', async () => {
    const { child, probe } = setUp();
    child.emit('exit', 1);
    expect(await new Promise((resolve) => probe.onExit(resolve))).toEqual({ code: 1, signal: null });
  });

  it('is killed outright, for a hung driver call ignores a request', () => {
    const { child, probe, killed } = setUp();
    child.pid = 4_711;
    probe.kill();
    expect(killed).toEqual([[4_711, 'SIGKILL']]);
    expect(child.asks).toBe(0);
  });

  it('is killed as soon as it has spawned when it was told to end before', () => {
    const { child, probe, killed } = setUp();
    probe.kill();
    expect(killed).toEqual([]);
    child.pid = 4_711;
    child.emit('spawn');
    expect(killed).toEqual([[4_711, 'SIGKILL']]);
  });

  it('is never killed by number once it has ended, when the number may be another’s', () => {
    const { child, probe, killed } = setUp();
    child.pid = 4_711;
    child.emit('exit', 0);
    probe.kill();
    expect(killed).toEqual([]);
  });

  it('falls back on Electron’s own way', () => {
    const { child, probe } = setUp(() => {
      throw new Error('EPERM');
    });
    child.pid = 4_711;
    probe.kill();
    expect(child.asks).toBe(1);
  });

  it('exits instead of throwing when it cannot be forked', async () => {
    const probe = spawnProbeProcess(
      () => {
        throw new Error('no such file');
      },
      { entryPath: '/nowhere', env: {} },
      () => {},
    );
    probe.send('ignored');
    probe.kill();
    expect(await new Promise((resolve) => probe.onExit(resolve))).toEqual({ code: null, signal: null });
  });
});
