/** A proof among ourselves: the network's whole exchange with a challenge of our own, verified here. */
import { randomBytes, randomInt } from 'node:crypto';
import type { FillShare } from '../../shared/contract/network/proofs.ts';
import { type Difficulty, specFor } from '../../shared/domain/proof/difficulty.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Probe, ProbeCall } from '../probe/client.ts';
import type { Measurement } from '../probe/messages.ts';
import { singleFigure } from '../probe/windows.ts';

const sampling = { sample: 64, random: (): number => randomInt(2 ** 32) / 2 ** 32 };

export interface Rehearsal {
  probe: Probe;
  clock: Clock;
  adapterName: string | null;
  difficulty: Omit<Difficulty, 'seed'>;
}

/**
 * Proves and verifies once.
 *
 * @returns seconds from the challenge to the answer, without the verification; `invalid` when a share is wrong, `failed`
 *   when there are too few
 * @throws the probe's errors
 */
export const rehearseProof = async (
  { probe, clock, adapterName, difficulty }: Rehearsal,
  call: ProbeCall,
): Promise<Measurement> => {
  const spec = specFor({ ...difficulty, seed: randomBytes(32).toString('hex') });
  const nonce = randomBytes(16).toString('hex');
  let committed: FillShare[] = [];
  const begun = clock.monotonic();
  const onCommit = async (shares: FillShare[]): Promise<string> => {
    committed = shares;
    return nonce;
  };
  const { shares: answer } = await probe.prove(spec, adapterName, { ...call, onCommit });
  const seconds = (clock.monotonic() - begun) / 1000;
  const verdicts = [verifyFill(spec, committed, sampling).verdict, verifyWalk(spec, nonce, answer, sampling).verdict];
  const wrong = verdicts.find((verdict) => verdict !== 'passed');
  if (wrong)
    return { verdict: wrong === 'too_few_shares' ? 'failed' : 'invalid', figure: null, coverage: null, detail: wrong };
  return { verdict: 'passed', figure: singleFigure(seconds, 's'), coverage: null, detail: null };
};
