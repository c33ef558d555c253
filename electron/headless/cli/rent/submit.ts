/** `rent submit`: reads a job's description, says what it may cost at the most, and hands it to the market. */
import { reasonKeyOf } from '../../../../shared/contract/reasons.ts';
import { readSpec } from '../../../docker/admission/read-spec.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { UsageError } from '../options.ts';
import { readSpecFile } from '../read-spec-file.ts';
import type { VerbContext } from '../verb.ts';
import type { Renter } from './renter.ts';
import { requestKeyOf } from './request-key.ts';

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
  const job = await renter.api.jobs.submit({ ...said, idempotencyKey: requestKeyOf(renter.signer.publicKey, said) });
  answer(job);
  say(sentences.say('rent.submitted', { id: job.id, held: sentences.figures.coins(BigInt(job.held)) }));
  return exitCodes.done;
};
