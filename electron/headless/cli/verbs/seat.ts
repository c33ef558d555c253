/** `seat taken`, `seat free`, `seat token`: what a café's own software says of this seat. */
import { seatStates } from '../../../../shared/contract/owner-words.ts';
import { seatTokenOf } from '../../server/seat-token.ts';
import { exitCodes } from '../exit-codes.ts';
import { faceOfRunning } from '../face.ts';
import { UsageError } from '../options.ts';
import type { Verb } from '../verb.ts';

export const seatVerb: Verb = {
  name: 'seat',
  words: 1,
  options: ['data'],
  run: async ({ options, sentences, clock, say, answer }) => {
    const [word] = options.words;
    const state = seatStates.find((each) => each === word);
    if (state === undefined && word !== 'token') throw new UsageError('usage.seat');
    const face = await faceOfRunning(options.dataDir);
    try {
      if (state === undefined) {
        const token = seatTokenOf(options.dataDir, clock.now());
        say(token);
        answer({ token, url: `${face.url}/seat` });
        return exitCodes.done;
      }
      const owner = await face.client.owner.seat({ state });
      say(sentences.say(`seat.${state}`));
      answer(owner);
      return exitCodes.done;
    } finally {
      face.close();
    }
  },
};
