/** Verbs of what is before the court and no committee can be drawn for. */
import { findings } from '../../shared/contract/network/court.ts';
import { shownTime, type Verbs, wrongWords } from './verb.ts';

export const courtVerbs: Verbs = {
  matters: {
    words: [],
    what: 'appeals and reports that wait for an operator, oldest first',
    run: async ({ api, say }) => {
      const { matters } = await api.court.matters();
      if (matters.length === 0) say('Nothing waits.');
      for (const { matterId, matter, at, offence, deviceId, grounds, claim, text } of matters) {
        say(`${matterId}  ${matter}  ${offence}  ${deviceId}  ${shownTime(at)}  ${grounds ?? claim ?? ''}`);
        say(`  ${text}`);
      }
      return matters;
    },
  },
  rule: {
    words: ['ID', 'FINDING'],
    options: '--reason TEXT',
    what: 'decide an appeal or a report: upheld, rejected or frivolous',
    run: async ({ api, words, options, say }) => {
      const finding = findings.find((each) => each === words[1]);
      if (finding === undefined) throw wrongWords('finding', words[1] ?? '');
      if (options.reason === undefined || options.reason === '') throw wrongWords('reason', '');
      const matterId = words[0] ?? '';
      const ruled = await api.court.rule({ matterId, finding, reason: options.reason });
      say(`${matterId} ${finding}`);
      return ruled;
    },
  },
};
