/** Looks where wrong shares come from, among what the device was asked lately. The rule is the domain's. */
import type { PartVerdict } from '../../../shared/contract/network/proofs.ts';
import { type AskedBefore, traceOf } from '../../../shared/domain/proof/trace.ts';
import type { Network } from '../network.ts';
import type { AnsweredPart } from './answer.ts';

/** Challenges that are looked back on: two hours of them, usually. */
const lookedBack = 8;

const askedBefore = async (
  { db }: Pick<Network, 'db'>,
  deviceId: string,
  challengeId: string,
): Promise<(AskedBefore & { readonly gpu: number })[]> => {
  const rows = await db
    .selectFrom('challenges')
    .select(['parts', 'nonces'])
    .where('deviceId', '=', deviceId)
    .where('id', '!=', challengeId)
    .orderBy('sentAt', 'desc')
    .limit(lookedBack)
    .execute();
  return rows.flatMap(({ parts, nonces }) =>
    parts.map(({ gpu, spec }) => ({
      gpu,
      spec,
      nonce: nonces?.find((given) => given.gpu === gpu)?.nonce ?? null,
      isOtherCard: false,
    })),
  );
};

/** @returns the verdicts, a part being `replayed` whose shares are right for something else that was asked */
export const traceWrong = async (
  network: Pick<Network, 'db' | 'verifying'>,
  deviceId: string,
  challengeId: string,
  parts: readonly AnsweredPart[],
  verdicts: readonly PartVerdict[],
): Promise<PartVerdict[]> => {
  if (verdicts.every(({ verdict }) => verdict !== 'invalid_share')) return [...verdicts];
  const earlier = await askedBefore(network, deviceId, challengeId);
  return verdicts.map((verdict) => {
    const part = parts.find(({ gpu }) => gpu === verdict.gpu);
    if (verdict.verdict !== 'invalid_share' || part === undefined) return verdict;
    const others = parts.filter(({ gpu }) => gpu !== part.gpu).map((other) => ({ ...other, isOtherCard: true }));
    const own = earlier.filter(({ gpu }) => gpu === part.gpu);
    const detail = traceOf(network.verifying.recompute, part, [...others, ...own]);
    return detail === null ? verdict : { ...verdict, verdict: 'replayed', detail };
  });
};
