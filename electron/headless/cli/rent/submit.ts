/** `rent submit`: reads a job's description, says what it may cost at the most, and hands it to the market. */
import { createHash } from 'node:crypto';
import { reasonKeyOf } from '../../../../shared/contract/reasons.ts';
import { readSpec } from '../../../docker/admission/read-spec.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { UsageError } from '../options.ts';
import { readSpecFile } from '../read-spec-file.ts';
import type { VerbContext } from '../verb.ts';
import type { Renter } from './renter.ts';

/** The same submission again, after a line that broke, is the same one: it is known by what it says. */
const keyOf = (publicKey: string, said: unknown): string => {
  const hex = createHash('sha256')
    .update(`${publicKey}\n${JSON.stringify(said)}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export const submit = async (path: string, renter: Renter, context: VerbContext): Promise<ExitCode> => {
  const { options, sentences, say, answer } = context;
  const { price, minutes, className, count, gpus } = options;
  if (price === null) throw new UsageError('usage.missing', { name: 'price' });
  if (minutes === null) throw new UsageError('usage.missing', { name: 'minutes' });
  const file = await readSpecFile(path);
  const read = file.kind === 'text' ? readSpec(Buffer.from(file.text)) : { ...file, reasons: [file.code] };
  if (read.kind === 'refused') {
    const reasons = read.reasons.map((code) => ({ code, text: sentences.say(reasonKeyOf('reasons', code) ?? code) }));
    answer({ error: { code: 'SPEC_REFUSED', data: { reasons: read.reasons }, reasons } });
    say(sentences.say('rent.refused.SPEC_REFUSED'));
    for (const { code, text } of reasons) say(`✗ ${text} (${code})`);
    return exitCodes.failed;
  }
  const said = {
    spec: read.spec,
    hourlyPrice: price.toString(),
    maxMinutes: minutes,
    kind: count === 1 ? ('single' as const) : ('cluster' as const),
    requirements: { class: className, count, gpus },
  };
  const job = await renter.api.jobs.submit({ ...said, idempotencyKey: keyOf(renter.signer.publicKey, said) });
  answer(job);
  say(sentences.say('rent.submitted', { id: job.id, held: sentences.figures.coins(BigInt(job.held)) }));
  return exitCodes.done;
};
