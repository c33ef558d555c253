import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../shared/log.ts';
import { createQuitFlow, quitInOrder } from './quit.ts';

const setUp = (closeAll: () => Promise<void>, isLate = false) => {
  const logged: string[] = [];
  const keep = (event: string) => logged.push(event);
  const log: Log = { info: keep, warn: keep, error: keep };
  const clock = {
    sleep: () => (isLate ? Promise.resolve() : new Promise<void>(() => {})),
  };
  return { flow: createQuitFlow(closeAll, clock, log), logged };
};

const appFor = () => {
  const events = new EventEmitter();
  let quits = 0;
  const app = Object.assign(events, {
    quit: () => {
      quits += 1;
      ask();
    },
  });
  let gone = 0;
  const ask = () => {
    let prevented = false;
    events.emit('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) gone += 1;
  };
  return { app: app as unknown as Electron.App, ask, quits: () => quits, gone: () => gone };
};

describe('quitting', () => {
  it('closes the core before it lets the process go', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { flow } = setUp(() => promise);
    const { app, ask, gone, quits } = appFor();
    quitInOrder(app, flow);
    ask();
    expect(gone()).toBe(0);
    resolve();
    await expect.poll(gone).toBe(1);
    expect(quits()).toBe(1);
  });

  it('closes once, however often it is asked', async () => {
    let closes = 0;
    const { flow } = setUp(async () => {
      closes += 1;
    });
    await Promise.all([flow.close(), flow.close(), flow.close()]);
    expect(closes).toBe(1);
    expect(flow.isClosed).toBe(true);
  });

  it('does not wait for ever for a core that hangs', async () => {
    const { flow, logged } = setUp(() => new Promise(() => {}), true);
    await flow.close();
    expect(flow.isClosed).toBe(true);
    expect(logged).toEqual(['close_timed_out']);
  });

  it('goes also when closing fails, and says so in the log', async () => {
    const { flow, logged } = setUp(() => Promise.reject(new Error('disk')));
    await flow.close();
    expect(flow.isClosed).toBe(true);
    expect(logged).toEqual(['close_failed']);
  });
});
