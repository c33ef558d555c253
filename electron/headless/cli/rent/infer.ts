/** `rent infer` and `rent result`: asks a network for an inference, and reads what came back of one. */
import { randomUUID } from 'node:crypto';
import type { Inference } from '../../../../shared/contract/network/inference.ts';
import { mostPromptBytes } from '../../../../shared/domain/inference/infer.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { UsageError } from '../options.ts';
import type { VerbContext } from '../verb.ts';
import type { Renter } from './renter.ts';

const pauseMs = 500;

const isOver = ({ state }: Inference): boolean => state === 'done' || state === 'expired';

const tell = (inference: Inference, { sentences, say, answer }: VerbContext): ExitCode => {
  const { id, state, output, check } = inference;
  answer(inference);
  say(sentences.say(`rent.inference.state.${state}`, { id }));
  if (output !== null) {
    const bytes = Buffer.from(output, 'base64').toString('hex');
    say(sentences.say('rent.inference.output', { bytes, digest: inference.digests.at(-1) ?? '' }));
    say(sentences.say(`rent.inference.check.${check}`));
  }
  return state === 'expired' ? exitCodes.failed : exitCodes.done;
};

/** With `--follow` it waits until it is over. */
export const showInference = async (taskId: string, { api }: Renter, context: VerbContext): Promise<ExitCode> => {
  const { clock, signal, options } = context;
  for (;;) {
    const inference = await api.inference.status({ taskId });
    if (!options.isFollow || isOver(inference) || signal.aborted) return tell(inference, context);
    await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
};

/**
 * @param text  the prompt, as UTF-8
 * @throws UsageError where it is empty or too long, or no number of tokens was named
 */
export const askInference = async (text: string, renter: Renter, context: VerbContext): Promise<ExitCode> => {
  const { options, sentences, say, answer } = context;
  const prompt = Buffer.from(text);
  if (prompt.length === 0 || prompt.length > mostPromptBytes)
    throw new UsageError('usage.prompt', { most: String(mostPromptBytes) });
  if (options.tokens === null) throw new UsageError('usage.missing', { name: 'tokens' });
  const said = { prompt: prompt.toString('base64'), tokens: options.tokens };
  // The same words again are another inference.
  const inference = await renter.api.inference.submit({ ...said, idempotencyKey: randomUUID() });
  const cost = sentences.figures.coins(BigInt(inference.price) + BigInt(inference.fee));
  say(sentences.say('rent.inference.submitted', { id: inference.id, cost }));
  if (options.isFollow) return showInference(inference.id, renter, context);
  answer(inference);
  return exitCodes.done;
};
