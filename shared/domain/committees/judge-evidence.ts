/**
 * What the evidence of a matter says by itself, to whoever works it out again: that it falls short of the offence, that
 * two signatures contradict each other, that a signed inference is right or made up, or nothing that a person need not
 * weigh. It never finds against a device on the network's word alone, and weighs no plea.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import type { CourtMatter } from '../../contract/network/court.ts';
import type { EvidenceKind } from '../../contract/network/court-evidence.ts';
import { readJson } from '../../json/read-json.ts';
import { differsAt, infer, mostPromptBytes, mostTokens } from '../inference/infer.ts';
import { inferenceModel } from '../inference/model.ts';
import type { IsSignedBy } from '../releases/signatures.ts';
import { deviceIdOf } from '../signing/device-id.ts';
import { inferenceMessage, voteMessage } from '../signing/messages.ts';
import { isAbandoned, judgeHour, longestAbsence } from '../slashing/absence.ts';
import { failuresForOffence } from '../slashing/thresholds.ts';

export const evidenceGrounds = [
  /** A piece is not what its hash says. */
  'evidence_altered',
  /** Worked out again, it is no offence. */
  'falls_short',
  'signatures_contradict',
  'signatures_do_not_contradict',
  /** An inference, computed again, is what its device said. */
  'result_right',
  /** It is not, from one token on. */
  'result_differs',
  /** No device signed it: it is the network's word alone. */
  'result_not_signed',
  'needs_a_person',
] as const;

export interface EvidenceJudgement {
  /** Of the appeal, or of the suspicion that an inference was made up; null: a person has to find. */
  readonly finding: 'upheld' | 'rejected' | null;
  readonly because: (typeof evidenceGrounds)[number];
  /** The first that differs, of `result_differs`; from 0. */
  readonly token?: number;
}

const byPerson: EvidenceJudgement = { finding: null, because: 'needs_a_person' };
const mostDepth = 8;

/** Sixty bits as fifteen hexadecimal digits. */
const mask = z
  .string()
  .regex(/^[0-9a-f]{15}$/)
  .transform((digits) => BigInt(`0x${digits}`));
const time = z.number();
const hex = (mostBytes: number) =>
  z
    .string()
    .regex(/^(?:[0-9a-f]{2})+$/)
    .max(2 * mostBytes);

const bodies = {
  hired_hour: z.object({ served: mask, heard: mask, paused: mask, ran: mask, on: mask }),
  absence: z.object({
    hours: z.array(z.object({ startsAt: time, hourMs: time, served: mask, heard: mask, paused: mask, agreed: mask })),
  }),
  challenges: z.object({ transcripts: z.array(z.unknown()) }),
  inference: z.object({
    taskId: z.string(),
    model: z.string(),
    prompt: hex(mostPromptBytes),
    count: z.number().int().min(1).max(mostTokens),
    tokens: hex(mostTokens),
    digests: z.array(z.string()).max(mostTokens),
    publicKey: z.string(),
    signature: z.string(),
  }),
  votes: z.object({
    committeeId: z.string(),
    matterId: z.string(),
    votes: z.array(
      z.object({ accountId: z.string(), finding: z.string(), publicKey: z.string(), signature: z.string() }),
    ),
  }),
} satisfies Partial<Record<EvidenceKind, z.ZodType>>;

type Matter = Pick<CourtMatter, 'matter' | 'offence' | 'deviceId' | 'evidence'>;

/** @returns null where there is none of this kind, or it cannot be read */
const bodyOf = <Kind extends keyof typeof bodies>(
  { evidence }: Matter,
  kind: Kind,
): z.output<(typeof bodies)[Kind]> | null => {
  const piece = evidence.find((each) => each.kind === kind);
  const read = piece === undefined ? null : readJson(piece.body, mostDepth);
  const parsed = read === null ? null : bodies[kind].safeParse(read.value);
  return parsed?.success ? (parsed.data as z.output<(typeof bodies)[Kind]>) : null;
};

const shortfall = (isOffence: boolean | null): EvidenceJudgement =>
  isOffence === false ? { finding: 'upheld', because: 'falls_short' } : byPerson;

type Vote = z.output<typeof bodies.votes>['votes'][number];

const isOpposed = (votes: readonly Vote[]): boolean =>
  votes.some(({ finding }) => finding === 'upheld') && votes.some(({ finding }) => finding !== 'upheld');

/** Two keys of one account contradict each other too, but that they are one account's is the network's word alone. */
const judgeVotes = (matter: Matter, isSignedBy: IsSignedBy): EvidenceJudgement => {
  const body = bodyOf(matter, 'votes');
  if (body === null) return byPerson;
  const { committeeId, matterId } = body;
  const real = body.votes.filter(({ finding, publicKey, signature }) =>
    isSignedBy(publicKey, voteMessage({ committeeId, matterId, finding }), signature),
  );
  if ([...Map.groupBy(real, ({ publicKey }) => publicKey).values()].some(isOpposed))
    return { finding: 'rejected', because: 'signatures_contradict' };
  if ([...Map.groupBy(real, ({ accountId }) => accountId).values()].some(isOpposed)) return byPerson;
  return { finding: 'upheld', because: 'signatures_do_not_contradict' };
};

/** Computes it again. The device's key signed what it was asked too, so that nobody can put another task under its answer. */
const judgeInference = (matter: Matter, isSignedBy: IsSignedBy): EvidenceJudgement => {
  const body = bodyOf(matter, 'inference');
  if (body === null) return byPerson;
  const isMadeUp = (is: boolean): EvidenceJudgement['finding'] =>
    is === (matter.matter === 'inference') ? 'upheld' : 'rejected';
  const { publicKey, signature, prompt, count, model } = body;
  const isDevices =
    deviceIdOf(publicKey) === matter.deviceId && isSignedBy(publicKey, inferenceMessage(body), signature);
  if (!isDevices) return { finding: isMadeUp(false), because: 'result_not_signed' };
  if (model !== inferenceModel) return byPerson;
  const token = differsAt(infer({ prompt: hexToBytes(prompt), count }), body);
  if (token === null) return { finding: isMadeUp(false), because: 'result_right' };
  return { finding: isMadeUp(true), because: 'result_differs', token };
};

/** Of an appeal, or of an inference that was drawn. A report rests on what people say of published rows, so a person finds in it. */
export const judgeEvidence = (matter: Matter, isSignedBy: IsSignedBy): EvidenceJudgement => {
  if (matter.evidence.some(({ body, sha256: hash }) => bytesToHex(sha256(utf8ToBytes(body))) !== hash))
    return { finding: null, because: 'evidence_altered' };
  if (matter.matter === 'report') return byPerson;
  switch (matter.offence) {
    case 'O1': {
      const hour = bodyOf(matter, 'hired_hour');
      return shortfall(hour === null ? null : judgeHour(hour).isShort);
    }
    case 'O3': {
      const body = bodyOf(matter, 'challenges');
      return shortfall(body === null ? null : body.transcripts.length >= failuresForOffence);
    }
    case 'O4': {
      const body = bodyOf(matter, 'absence');
      return shortfall(body === null ? null : isAbandoned(longestAbsence(body.hours)));
    }
    case 'O6':
      return judgeInference(matter, isSignedBy);
    case 'O8':
      return judgeVotes(matter, isSignedBy);
    default:
      return byPerson;
  }
};
