import { describe, expect, it } from 'vitest';
import { createRightOfWay } from './right-of-way.ts';

const never = new AbortController().signal;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An attempt that ends `delayMs` after it is told to, or when it is let finish. */
const attempts = (delayMs = 5) => {
  const log: string[] = [];
  let finish = (): void => undefined;
  const attempt = (signal: AbortSignal): Promise<string> => {
    log.push('begins');
    return new Promise((resolve, reject) => {
      finish = () => resolve('done');
      signal.addEventListener('abort', () =>
        setTimeout(() => {
          log.push('ended');
          reject(signal.reason);
        }, delayMs),
      );
    });
  };
  return { log, attempt, finish: () => finish() };
};

describe('the right of way', () => {
  it('is the proof’s: the step ends before it, and begins again after it', async () => {
    const way = createRightOfWay();
    const { log, attempt, finish } = attempts();
    const step = way.step(never, attempt, () => log.push('gave way'));
    const leave = await way.proof(never);
    log.push('proves');
    await settle();
    log.push('proven');
    leave();
    await settle();
    finish();
    expect(await step).toBe('done');
    expect(log.filter((word) => word !== 'gave way')).toEqual(['begins', 'ended', 'proves', 'proven', 'begins']);
    expect(log.filter((word) => word === 'gave way')).toHaveLength(1);
  });

  it('is kept until the last of several proofs is over, however often one leaves', async () => {
    const way = createRightOfWay();
    const { log, attempt, finish } = attempts();
    const leaves = await Promise.all([way.proof(never), way.proof(never)]);
    const step = way.step(never, attempt, () => undefined);
    leaves[0]?.();
    leaves[0]?.();
    await settle();
    expect(log).toEqual([]);
    leaves[1]?.();
    await settle();
    expect(log).toEqual(['begins']);
    finish();
    await step;
  });

  it('goes at once to a proof while nothing is checked', async () => {
    const leave = await createRightOfWay().proof(never);
    leave();
  });

  it('is given back by a proof that is broken off while it waits', async () => {
    const way = createRightOfWay();
    const { log, attempt, finish } = attempts(50);
    const step = way.step(never, attempt, () => undefined);
    const stop = new AbortController();
    const proof = way.proof(stop.signal);
    stop.abort();
    await expect(proof).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => log).toEqual(['begins', 'ended', 'begins']);
    finish();
    expect(await step).toBe('done');
  });

  it('does not keep a step that is cancelled while it waits', async () => {
    const way = createRightOfWay();
    await way.proof(never);
    const stop = new AbortController();
    const step = way.step(stop.signal, attempts().attempt, () => undefined);
    stop.abort();
    await expect(step).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('repeats no step that failed by itself or was cancelled, and none that has had enough', async () => {
    const way = createRightOfWay();
    const broken = async (): Promise<void> => Promise.reject(new Error('broken'));
    await expect(way.step(never, broken, () => undefined)).rejects.toThrow('broken');
    const stop = new AbortController();
    const cancelled = way.step(stop.signal, attempts().attempt, () => undefined);
    stop.abort(new Error('stopped'));
    await expect(cancelled).rejects.toThrow('stopped');
    const tired = way.step(never, attempts().attempt, () => {
      throw new Error('enough');
    });
    const leave = way.proof(never).then((give) => give());
    await expect(tired).rejects.toThrow('enough');
    await leave;
  });
});
