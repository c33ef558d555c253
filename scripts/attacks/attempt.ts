/**
 * One proof, right or wrong, carried through the network service: commitment, nonce, answer, verdict, with the network's
 * clock moved by the time that each stage took. It knows no attack.
 */
import type { FillShare, PartVerdict, ProofTelemetry, WalkShare } from '../../shared/contract/network/proofs.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import type { PlayNonces, PlayPart } from '../../tests/network/play-device.ts';
import type { Answer } from '../../tests/network/play-key.ts';
import { medianOf } from '../bench/figure.ts';
import type { Asked, BenchNetwork, ProofTimes } from './bench-network.ts';
import { timed } from './processor-time.ts';

export interface Prover {
  fill(): Promise<FillShare[]>;
  walk(nonce: string): Promise<WalkShare[]>;
}

/** What became of it: the verdict, `passed` among them, or the code by which it was turned away. */
export interface Attempt extends ProofTimes {
  readonly reason: string;
}

/**
 * The verdict with its detail, `malformed: duplicate`, or the code that refused it.
 *
 * @throws when the answer is none that the contract knows
 */
export const reasonOf = ({ status, body }: Answer): string => {
  const reason = status === 200 ? body.verdict : body.code;
  if (typeof reason !== 'string') throw new Error(`an answer without a reason: ${status} ${JSON.stringify(body)}`);
  const parts = (body.parts ?? []) as Partial<PartVerdict>[];
  const detail = parts.find((part) => part.verdict === reason)?.detail ?? null;
  return detail === null ? reason : `${reason}: ${detail}`;
};

/** Commits to these fills for memory that is said to be there. @returns the nonce, or the code that refused them */
export const commitTo = async (
  { device, challenge, spec }: Asked,
  fillShares: FillShare[],
): Promise<{ parts: PlayPart[]; nonces: PlayNonces } | { refusal: string }> => {
  const parts: PlayPart[] = [{ gpu: 0, coveredBytes: provenBytes(spec), fillShares }];
  const answer = await device.commit(challenge, parts);
  return answer.status === 200 ? { parts, nonces: answer.body.parts as PlayNonces } : { refusal: reasonOf(answer) };
};

export const attempt = async (
  network: BenchNetwork,
  asked: Asked,
  prover: Prover,
  telemetry?: ProofTelemetry,
): Promise<Attempt> => {
  const { device, challenge } = asked;
  const fill = await timed(() => prover.fill());
  network.advance(fill.ms);
  const committed = await commitTo(asked, fill.value);
  if ('refusal' in committed) return { reason: committed.refusal, fillMs: fill.ms, walkMs: 0 };
  const { parts, nonces } = committed;
  const walk = await timed(() => prover.walk(nonces[0]?.nonce ?? ''));
  network.advance(walk.ms);
  const said = { gpu: 0, walkShares: walk.value, ...(telemetry ? { telemetry } : {}) };
  const answer = await device.answer(challenge, parts, nonces, [said]);
  return { reason: reasonOf(answer), fillMs: fill.ms, walkMs: walk.ms };
};

/** New devices, one after the other, each with one proof. */
export const attempts = async (
  network: BenchNetwork,
  honest: ProofTimes,
  times: number,
  createProver: (asked: Asked) => Prover,
): Promise<Attempt[]> => {
  const all: Attempt[] = [];
  for (let run = 0; run < times; run += 1) {
    const asked = await network.ask(honest);
    try {
      all.push(await attempt(network, asked, createProver(asked)));
    } finally {
      asked.session.close();
    }
  }
  return all;
};

export const reasonsOf = (all: readonly Attempt[]): string[] => all.map(({ reason }) => reason);

/** How much longer the walks took than an honest one. */
export const walkSlowdown = (all: readonly Attempt[], honest: ProofTimes): number =>
  medianOf(all.map(({ walkMs }) => walkMs)) / honest.walkMs;
