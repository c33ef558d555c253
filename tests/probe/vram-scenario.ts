/**
 * Entry of a forked process that runs one scenario of the memory check on the real Dawn and sends what came of it: with
 * bits broken on purpose, with memory that cannot be had, with shards that answer slowly.
 */
import { GpuFault, type GpuSession, openSession } from '../../electron/probe/gpu-session.ts';
import { createFindings, resultBytes } from '../../electron/probe/vram/findings.ts';
import type { Shard } from '../../electron/probe/vram/shards.ts';
import { createSweeper } from '../../electron/probe/vram/sweep.ts';
import { checkVram, type VramCheckOptions } from '../../electron/probe/vram/vram-check.ts';
import { outcome } from './outcome.ts';

const mib = 2 ** 20;
const nothing = (): void => {};
const small: VramCheckOptions = { bytes: 7 * mib, depth: 'quick', budgetMs: 60_000, mostShardBytes: 4 * mib };
/** Long enough for one pass and no second. */
const onePass = { budgetMs: 1 };

/** Changes the word at `address`, of all that is covered, in the way that `broken` says. */
const breakWord = async (
  session: GpuSession,
  shards: readonly Shard[],
  address: number,
  broken: (word: number) => number,
): Promise<void> => {
  const shard = shards.find(({ firstByte, bytes }) => address >= firstByte && address < firstByte + bytes);
  if (!shard) throw new Error(`no shard at ${address}`);
  const at = address - shard.firstByte;
  const words = await session.read(shard.buffer, at + 4);
  await session.write(shard.buffer, at, Uint32Array.of(broken(words[at / 4] as number)));
};

/** Flips bit 21 of the word at `address` after `pass` wrote it, or after it inverted it. */
const flipIn = (session: GpuSession, pass: number, afterInverting: boolean, address: number): VramCheckOptions => ({
  ...small,
  afterWrite: async (shards, written, isInverted) => {
    if (written !== pass || isInverted !== afterInverting) return;
    await breakWord(session, shards, address, (word) => word ^ 0x00200000);
  },
});

const check = (session: GpuSession, change: Partial<VramCheckOptions> = {}): Promise<unknown> =>
  checkVram(session, { ...small, ...change }, nothing);

const scenarios: Record<string, (session: GpuSession) => Promise<unknown>> = {
  clean: (session) => check(session),
  'own address, one flipped bit': (session) => check(session, flipIn(session, 0, false, 400)),
  'moving inversions, one flipped bit': (session) => check(session, flipIn(session, 1, true, 4 * mib + 400)),
  'random pattern, one flipped bit': (session) => check(session, flipIn(session, 2, false, 7 * mib - 4)),
  'several flipped bits': (session) =>
    check(session, {
      ...onePass,
      afterWrite: async (shards, _pass, isInverted) => {
        if (isInverted) return;
        await breakWord(session, shards, 5 * mib + 8, (word) => word ^ 0x80000001);
        await breakWord(session, shards, 64, (word) => word ^ 0x00000001);
      },
    }),
  'a stuck bit': (session) =>
    check(session, {
      ...onePass,
      afterWrite: (shards) => breakWord(session, shards, 6 * mib, (word) => (word | 0x10) >>> 0),
    }),
  'a broken line of 32 words': (session) =>
    check(session, {
      ...onePass,
      afterWrite: async ([first], _pass, isInverted) => {
        if (first && !isInverted) await session.write(first.buffer, 1024, new Uint32Array(32).fill(0xffffffff));
      },
    }),
  'a swapped address': (session) =>
    check(session, {
      ...onePass,
      afterWrite: async ([first, second], _pass, isInverted) => {
        if (!first || !second || isInverted) return;
        const words = await session.read(first.buffer, 16);
        await session.write(second.buffer, 0, words);
      },
    }),
  'addresses beyond 4 GiB': async (session) => {
    const shards = [{ buffer: await session.storage(mib), bytes: mib, firstByte: 131 * 2 ** 30 + 5 * mib }];
    const findings = createFindings(shards);
    const sweep = await createSweeper(session, shards, await session.storage(resultBytes), findings);
    const whole = { pattern: { test: 'own_address', key: 0 }, isInverted: false, order: [0], stride: 1 } as const;
    await sweep({ kernel: 'fill', ...whole }, nothing);
    const words = await session.read((shards[0] as Shard).buffer, 16);
    await session.write((shards[0] as Shard).buffer, 12, Uint32Array.of((words[3] as number) ^ 0x20));
    await sweep({ kernel: 'verify', ...whole }, nothing);
    return { words: [...words], ...findings.total() };
  },
  'no shard above 1 MiB': (session) => {
    const scarce: GpuSession = {
      ...session,
      storage: async (bytes) => {
        if (bytes > mib) throw new GpuFault('out_of_memory', 'no room');
        return session.storage(bytes);
      },
    };
    return check(scarce, onePass);
  },
  'no memory at all': (session) => {
    const full: GpuSession = {
      ...session,
      storage: async (bytes) => {
        if (bytes >= 2 ** 16) throw new GpuFault('out_of_memory', 'no room');
        return session.storage(bytes);
      },
    };
    return outcome(() => check(full, onePass));
  },
  'a shard outside the GPU': async (session) => {
    let outside: GPUBuffer | undefined;
    const spilled: GpuSession = {
      ...session,
      run: async (dispatches) => {
        await session.run(dispatches);
        return dispatches.some(({ buffers }) => buffers[1] === outside) ? 40 : 2;
      },
    };
    return check(spilled, {
      ...onePass,
      afterWrite: async (shards) => {
        outside = shards[1]?.buffer;
      },
    });
  },
  'never ran': (session) => outcome(() => check({ ...session, run: async () => 0.001 })),
  'reads that never ran': (session) => {
    let mayRun = true;
    const idleLater: GpuSession = {
      ...session,
      pipeline: (code, entryPoint) => {
        mayRun = entryPoint !== 'visit';
        return session.pipeline(code, entryPoint);
      },
      run: async (dispatches) => (mayRun ? session.run(dispatches) : 0.001),
    };
    return outcome(() => check(idleLater, onePass));
  },
  'device lost in the middle': (session) =>
    outcome(() => check(session, { ...onePass, afterWrite: async () => session.end() })),
  'after a break': async (session) => {
    const goOn = async (elapsedMs: number): Promise<unknown> => {
      const done: number[] = [];
      const measurement = await checkVram(
        session,
        { ...small, from: { passes: 7, rests: 0, elapsedMs }, onPass: ({ course }) => done.push(course.passes) },
        nothing,
      );
      return { done, passes: measurement.figure?.windows, verdict: measurement.verdict };
    };
    return { early: await goOn(0), late: await goOn(small.budgetMs) };
  },
  'standard in brief': async (session) => {
    const progress: number[] = [];
    const begun = performance.now();
    const measurement = await checkVram(session, { ...small, depth: 'standard', budgetMs: 2400 }, (share) =>
      progress.push(share),
    );
    return { measurement, progress, tookMs: performance.now() - begun };
  },
};

const name = process.argv[2];
if (process.send && name && scenarios[name]) {
  const session = await openSession(null);
  const result = await scenarios[name](session).finally(() => session.end());
  process.send(result, () => process.disconnect());
}
