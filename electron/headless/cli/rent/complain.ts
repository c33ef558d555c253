/** `rent away` and `rent complain`: what a renter brings before the court about the devices of a job, and what became of it. */
import { complaintWordsSchema } from '../../../../shared/contract/network/court-renters.ts';
import type { Complaint } from '../../../../shared/contract/network/court-reports.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { UsageError } from '../options.ts';
import { readSpecFile } from '../read-spec-file.ts';
import type { VerbContext } from '../verb.ts';
import type { Renter } from './renter.ts';
import { requestKeyOf } from './request-key.ts';

/** @throws UsageError where the file does not describe one */
const readWords = async (path: string) => {
  const file = await readSpecFile(path);
  try {
    const words = complaintWordsSchema.safeParse(file.kind === 'text' ? JSON.parse(file.text) : null);
    if (words.success) return words.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UsageError('usage.complaint', { path });
};

const tell = (complaint: Complaint, { sentences, say }: Pick<VerbContext, 'sentences' | 'say'>): void => {
  const coins = (amount: string): string => sentences.figures.coins(BigInt(amount));
  const { id, rank, claim, state, bond, reason, compensation } = complaint;
  say(sentences.say('rent.complaint.line', { id, rank, claim: sentences.say(`rent.complaint.claim.${claim}`) }));
  say(sentences.say(`rent.complaint.is.${state}`, { bond: coins(bond) }));
  if (reason !== null) say(`  ${reason}`);
  if (compensation !== null) say(sentences.say('rent.complaint.paid', { amount: coins(compensation) }));
};

/** @param path  of a file that describes it */
export const complain = async (path: string, renter: Renter, context: VerbContext): Promise<ExitCode> => {
  const words = await readWords(path);
  const complaint = await renter.api.court.complain({
    ...words,
    idempotencyKey: requestKeyOf(renter.signer.publicKey, words),
  });
  context.answer(complaint);
  tell(complaint, context);
  return exitCodes.done;
};

export const showComplaints = async (jobId: string, renter: Renter, context: VerbContext): Promise<ExitCode> => {
  const { complaints } = await renter.api.court.complaints({ jobId });
  context.answer({ complaints });
  if (complaints.length === 0) context.say(context.sentences.say('rent.complaint.none'));
  for (const complaint of complaints) tell(complaint, context);
  return exitCodes.done;
};

/** Says that devices of a job are away; what it comes to is judged by what the network heard. */
export const reportAway = async (jobId: string, renter: Renter, context: VerbContext): Promise<ExitCode> => {
  const { members } = await renter.api.court.reportAbsence({ jobId });
  context.answer({ members });
  for (const { rank, state, awayMinutes, neededMinutes } of members)
    context.say(
      context.sentences.say(`rent.away.${state}`, { rank, away: String(awayMinutes), needed: String(neededMinutes) }),
    );
  return exitCodes.done;
};
