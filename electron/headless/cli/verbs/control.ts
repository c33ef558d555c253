/** `pause`, `resume`, `finish`: the owner's word to the running core. */
import { exitCodes } from '../exit-codes.ts';
import { faceOfRunning } from '../face.ts';
import type { Verb } from '../verb.ts';

const controlVerb = (name: 'pause' | 'resume' | 'finish'): Verb => ({
  name,
  options: ['data'],
  run: async ({ options, sentences, say, answer }) => {
    const face = await faceOfRunning(options.dataDir);
    try {
      const result = await face.client.control[name]();
      say(sentences.say(`activity.${result.activity}`));
      answer(result);
      return exitCodes.done;
    } finally {
      face.close();
    }
  },
});

export const pauseVerb = controlVerb('pause');
export const resumeVerb = controlVerb('resume');
export const finishVerb = controlVerb('finish');
