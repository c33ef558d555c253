/** Verbs of hours, slashes and the log of operators' calls. */
import { type AuditEntry, firstBreak, noEntry } from '../../shared/domain/operators/audit-entry.ts';
import type { OperatorApi } from './signed-client.ts';
import { shownTime, type Verbs, wrongWords } from './verb.ts';

const pageEntries = 500;

/** The whole log, oldest first; what is added while it is read is not waited for. */
const readAudit = async (api: OperatorApi): Promise<AuditEntry[]> => {
  const all: AuditEntry[] = [];
  for (;;) {
    const { entries } = await api.operators.audit({ after: all.at(-1)?.seq ?? 0, limit: pageEntries });
    all.push(...entries);
    if (entries.length < pageEntries) return all;
  }
};

export const operationVerbs: Verbs = {
  recompute: {
    words: ['EPOCH'],
    what: 'work a closed hour out again and compare',
    run: async ({ api, words, say }) => {
      const epoch = Number(words[0]);
      if (!Number.isSafeInteger(epoch) || epoch < 0) throw wrongWords('epoch', words[0] ?? '');
      const outcome = await api.operations.recompute({ epoch });
      say(outcome.kind === 'different' ? `different: ${outcome.where.join(', ')}` : outcome.kind);
      return outcome;
    },
  },
  slashes: {
    words: [],
    what: 'slashes in escrow, oldest first',
    run: async ({ api, say }) => {
      const { slashes } = await api.operations.slashes();
      if (slashes.length === 0) say('No slash waits.');
      for (const { id, offence, deviceId, amount, appealUntil } of slashes)
        say(`${id}  ${offence}  ${deviceId}  ${amount}  appeal until ${shownTime(appealUntil)}`);
      return slashes;
    },
  },
  audit: {
    words: [],
    what: 'what operators asked for, and whether the log’s chain holds',
    run: async ({ api, say }) => {
      const entries = await readAudit(api);
      for (const { seq, at, operatorKey, call, input, refusal } of entries) {
        const matter = refusal === null ? (input ?? '') : `of ${refusal.of}: ${refusal.code}`;
        say(`${seq}  ${shownTime(at)}  ${operatorKey.slice(0, 8)}  ${call}  ${matter}`);
      }
      const brokenAt = firstBreak(entries, noEntry);
      say(brokenAt === null ? 'The chain holds.' : `The chain is broken at entry ${brokenAt}.`);
      return { entries, brokenAt };
    },
  },
};
