/** An honest proof that comes after its deadline, or never. */
import { type Attack, outcomeOf } from './attack.ts';
import { attempt, commitTo } from './attempt.ts';
import { createHonestProver, unhurried } from './bench-network.ts';

export const lateAnswer: Attack = {
  name: 'late-answer',
  tries: 'Proves honestly and answers when the deadline is over, or takes the nonce and never answers.',
  run: async ({ network }, times) => {
    const late: string[] = [];
    const silent: string[] = [];
    for (let run = 0; run < times; run += 1) {
      const asked = await network.ask(unhurried);
      const honest = createHonestProver(asked.spec);
      const { reason } = await attempt(network, asked, {
        fill: () => honest.fill(),
        walk: (nonce) => {
          network.advance(asked.challenge.walkDeadlineMs + 1);
          return honest.walk(nonce);
        },
      });
      late.push(reason);
      asked.session.close();

      const quiet = await network.ask(unhurried);
      await commitTo(quiet, await createHonestProver(quiet.spec).fill());
      network.advance(quiet.challenge.walkDeadlineMs + 1);
      await network.pass();
      silent.push((await network.verdictOf(quiet.challenge.challengeId)) ?? 'undecided');
      quiet.session.close();
    }
    return [
      outcomeOf({ way: 'a millisecond after it', evidence: 'service', mustFailFor: ['CHALLENGE_LATE'] }, late),
      outcomeOf({ way: 'never', evidence: 'service', mustFailFor: ['late'] }, silent),
    ];
  },
};
