/**
 * Answers what the network gives this device to infer, one at a time: has it computed, signs question and answer together,
 * and hands them over. What cannot be done now is declined at once, so that another device is asked. The computing itself
 * is whoever's brought it.
 */
import { ORPCError } from '@orpc/client';
import type { InferenceAsk } from '../../shared/contract/network/inference.ts';
import type { InferenceResult, InferenceTask } from '../../shared/domain/inference/infer.ts';
import { inferenceModel } from '../../shared/domain/inference/model.ts';
import { inferenceMessage } from '../../shared/domain/signing/messages.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { ApiClient } from './api-client.ts';
import type { Identity } from './identity.ts';

/** @returns null when the owner wants none done now @throws what the signal was aborted with */
export type InferPort = (task: InferenceTask, signal: AbortSignal) => Promise<InferenceResult | null>;

export interface Inferrer {
  /** Declined while another is under way. */
  answer(ask: InferenceAsk): void;
  /** Gives up what is under way; the next one is answered again. */
  breakOff(): void;
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

export const createInferrer = (options: {
  readonly infer: InferPort;
  readonly identity: Pick<Identity, 'sign'>;
  readonly inference: Pick<ApiClient['inference'], 'result' | 'decline'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told before a result is handed over. @param digest  the last one */
  onGiving(taskId: string, digest: string): void;
}): Inferrer => {
  const { infer, identity, inference, clock, log } = options;
  const closing = new AbortController();
  let giveUp = new AbortController();
  let underWay: Promise<void> | null = null;

  const compute = async ({ taskId, model, prompt: text, tokens: count, deadlineMs }: InferenceAsk): Promise<void> => {
    const sinceMs = clock.monotonic();
    const signal = AbortSignal.any([closing.signal, giveUp.signal]);
    const prompt = Buffer.from(text, 'base64');
    const result = model === inferenceModel ? await infer({ prompt, count }, signal) : null;
    signal.throwIfAborted();
    if (result === null || clock.monotonic() - sinceMs >= deadlineMs) {
      await inference.decline({ taskId });
      return;
    }
    const message = inferenceMessage({ taskId, model, prompt: prompt.toString('hex'), count, ...result });
    options.onGiving(taskId, result.digests.at(-1) ?? '');
    await inference.result({
      taskId,
      tokens: Buffer.from(result.tokens, 'hex').toString('base64'),
      digests: [...result.digests],
      signature: Buffer.from(identity.sign(message)).toString('base64url'),
    });
  };

  const decline = async (taskId: string): Promise<void> => {
    try {
      await inference.decline({ taskId });
    } catch (error) {
      // It is passed over a little later then.
      log.warn('inference_not_declined', { taskId, detail: String(error) });
    }
  };

  const answerOne = async (ask: InferenceAsk): Promise<void> => {
    try {
      await compute(ask);
    } catch (error) {
      const code = error instanceof ORPCError ? error.code : String(error);
      if (!closing.signal.aborted) log.warn('inference_not_given', { taskId: ask.taskId, code });
      if (!closing.signal.aborted && giveUp.signal.aborted) await decline(ask.taskId);
    }
  };

  return {
    answer: (ask) => {
      if (closing.signal.aborted) return;
      if (underWay !== null) {
        void decline(ask.taskId);
        return;
      }
      giveUp = new AbortController();
      underWay = answerOne(ask).finally(() => {
        underWay = null;
      });
    },
    breakOff: () => giveUp.abort(),
    close: async () => {
      closing.abort();
      await underWay;
    },
  };
};
