/** A processor that says it is a GPU: what it can fill, measured here, against what each model has to fill in time. */
import { cardTask } from '../../shared/domain/proof/pace.ts';
import { type Attack, type Outcome, outcomeOf } from './attack.ts';
import { listedTasks } from './listed-tasks.ts';
import { fillTimeOf, measureProcessor, type ProcessorRate } from './processor-rate.ts';

const gibibyte = 2 ** 30;

const againstListed = (rate: ProcessorRate): Outcome => {
  const gaps = listedTasks()
    .map(({ model, task }) => ({ model: model.id, times: fillTimeOf(task.difficulty, rate) / task.fillDeadlineMs }))
    .toSorted((a, b) => a.times - b.times);
  const [easiest] = gaps;
  return outcomeOf(
    {
      way: 'every model of a class that earns',
      evidence: 'projected',
      mustFailFor: ['CHALLENGE_LATE'],
      facts: {
        blocksPerMsAndThread: rate.blocksPerMs,
        threads: rate.threads,
        easiestModel: easiest?.model ?? '',
        timesTooSlow: easiest?.times ?? Number.NaN,
        threadsNeeded: Math.ceil((easiest?.times ?? Number.NaN) * rate.threads),
      },
    },
    gaps.map(({ times }) => (times > 1 ? 'CHALLENGE_LATE' : 'passed')),
  );
};

/** Earns nothing on any network, so it is told and not promised. */
const againstUnlisted = (rate: ProcessorRate): Outcome => {
  const task = cardTask({ model: null, vramBytes: gibibyte, offeredBytes: null }, null);
  if (task === null) throw new Error('a gibibyte is a card');
  const times = fillTimeOf(task.difficulty, rate) / task.fillDeadlineMs;
  return outcomeOf(
    {
      way: 'an unlisted card of 1 GiB, which earns nothing',
      evidence: 'projected',
      mustFailFor: null,
      facts: { timesTooSlow: times, threadsNeeded: Math.ceil(times * rate.threads) },
    },
    [times > 1 ? 'CHALLENGE_LATE' : 'passed'],
  );
};

export const cpuAsGpu: Attack = {
  name: 'cpu-as-gpu',
  tries: 'Fills on every thread of this processor and says it is a GPU.',
  run: async ({ arithmetic }) => {
    const rate = await measureProcessor(arithmetic);
    return [againstListed(rate), againstUnlisted(rate)];
  },
};
