import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { infer } from '../../shared/domain/inference/infer.ts';
import { inferenceModel } from '../../shared/domain/inference/model.ts';
import { inferenceMessage } from '../../shared/domain/signing/messages.ts';
import { silentLog } from '../../shared/log.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { inferWith } from '../device/inferring.ts';
import { createInferrer, type InferPort } from './inferrer.ts';

const ask = (taskId: string, model: string = inferenceModel) => ({
  ...{ taskId, model, prompt: Buffer.from('hello').toString('base64'), tokens: 8, deadlineMs: 30_000 },
});

const open = (port?: InferPort, takesJobs = true) => {
  const clock = createManualClock(0);
  const said: { results: Record<string, unknown>[]; declined: string[] } = { results: [], declined: [] };
  const noted: string[][] = [];
  const inferrer = createInferrer({
    ...{ clock, log: silentLog, infer: port ?? inferWith({ clock, takesJobs: () => takesJobs }) },
    onGiving: (...given) => noted.push(given),
    // What was signed is read back from the signature.
    identity: { sign: (message: string) => Buffer.from(message) },
    inference: {
      result: async (result) => {
        said.results.push(result);
        return { isTaken: true };
      },
      decline: async ({ taskId }) => {
        said.declined.push(taskId);
        return { isDeclined: true };
      },
    },
  });
  return { clock, said, noted, inferrer };
};
const rest = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
};

describe('what a device is given to infer', () => {
  it('is computed, signed with what was asked, and handed over', async () => {
    const { said, noted, inferrer } = open();
    inferrer.answer(ask('t'));
    await rest();
    const right = infer({ prompt: Buffer.from('hello'), count: 8 });
    const [result] = said.results;
    expect(said.results).toMatchObject([
      { taskId: 't', tokens: Buffer.from(right.tokens, 'hex').toString('base64'), digests: right.digests },
    ]);
    expect(noted).toEqual([['t', right.digests.at(-1)]]);
    const asked = { taskId: 't', model: inferenceModel, prompt: Buffer.from('hello').toString('hex'), count: 8 };
    expect(Buffer.from(String(result?.signature), 'base64url').toString()).toBe(
      inferenceMessage({ ...asked, ...right }),
    );
  });

  it('is declined where the owner wants no jobs, or it is of a model that is not known', async () => {
    const unwilling = open(undefined, false);
    unwilling.inferrer.answer(ask('t'));
    const known = open();
    known.inferrer.answer(ask('u', 'another'));
    await rest();
    expect([unwilling.said, known.said]).toEqual([
      { results: [], declined: ['t'] },
      { results: [], declined: ['u'] },
    ]);
  });

  it('is declined while another is under way, and when the owner breaks it off', async () => {
    const stuck: InferPort = (_task, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    const { said, inferrer } = open(stuck);
    inferrer.answer(ask('t'));
    inferrer.answer(ask('u'));
    await rest();
    expect(said.declined).toEqual(['u']);
    inferrer.breakOff();
    await rest();
    expect(said).toEqual({ results: [], declined: ['u', 't'] });
    inferrer.answer(ask('v'));
    await inferrer.close();
    inferrer.answer(ask('w'));
    expect(said.declined).toEqual(['u', 't']);
  });

  it('is left to another device when it took too long', async () => {
    let clock: ReturnType<typeof createManualClock> | null = null;
    const slow = open(async (task) => {
      clock?.advance(30_000);
      return infer(task);
    });
    clock = slow.clock;
    slow.inferrer.answer(ask('t'));
    await rest();
    expect(slow.said).toEqual({ results: [], declined: ['t'] });
  });
});
