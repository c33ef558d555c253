/** `status`: what the running core would say on its first page. */
import { exitCodes } from '../exit-codes.ts';
import { faceOfRunning } from '../face.ts';
import type { Verb } from '../verb.ts';

export const statusVerb: Verb = {
  name: 'status',
  options: ['data'],
  run: async ({ options, sentences, signal, say, answer }) => {
    const face = await faceOfRunning(options.dataDir);
    try {
      for await (const { status, owner, machine, earnings, worker, tier } of face.watch(signal)) {
        answer({ status, owner, earnings: { totals: earnings.totals }, jobs: worker.jobs, tier: tier?.tier ?? null });
        say(sentences.say(`activity.${status.activity}`));
        for (const { cause, program } of owner.standAside)
          say(`  ${sentences.say(`aside.${cause}`, { program: program ?? '' })}`);
        for (const { gpuId, watts, reasons } of owner.held) {
          const gpu = machine?.gpus.find(({ id }) => id === gpuId)?.name.value ?? gpuId;
          say(`  ${sentences.say(`held.${reasons[0] ?? 'own'}`, { gpu, watts })}`);
        }
        for (const { problem } of status.problems) {
          const { title, fix } = sentences.problem(problem);
          say(`  ${title} ${fix} (${problem.code})`);
        }
        say(
          sentences.say('status.earned', {
            confirmed: sentences.figures.coins(earnings.totals.confirmed),
            paid: sentences.figures.coins(earnings.totals.paid),
          }),
        );
        say(sentences.say('status.address', { url: face.url }));
        break;
      }
      return exitCodes.done;
    } finally {
      face.close();
    }
  },
};
