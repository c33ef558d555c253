/**
 * One inference: the bytes that the model writes after a prompt, and for each of them a digest that goes on from the one
 * before, so that whoever computes it again sees at which token another result left it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { createReader, drawModel, inferenceModel, type Model, vocabulary } from './model.ts';

export const mostPromptBytes = 1_024;
export const mostTokens = 64;

export interface InferenceTask {
  /** 1 to `mostPromptBytes` bytes. */
  readonly prompt: Uint8Array;
  /** How many bytes are written: 1 to `mostTokens`. */
  readonly count: number;
}

export interface InferenceResult {
  /** Bytes, in hex. */
  readonly tokens: string;
  /** One for each token: 32 bytes in hex. */
  readonly digests: readonly string[];
}

/** Drawn once: it never changes. */
let drawn: Model | null = null;

/** The byte that is expected most; of several the lowest. */
const largest = (logits: Int32Array): number => {
  let best = 0;
  for (let byte = 1; byte < vocabulary; byte += 1) if ((logits[byte] as number) > (logits[best] as number)) best = byte;
  return best;
};

const littleEndian = (words: Int32Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setInt32(index * 4, word, true);
  return new Uint8Array(view.buffer);
};

/**
 * Computes in steps of one byte, so that whoever has other things to do can do them in between.
 *
 * Definition. The digest before the first token is SHA-256(`perigee-inference-1` ‖ line feed ‖ model ‖ line feed ‖ count
 * in decimal ‖ line feed ‖ prompt). A token is the byte with the largest logit, the lowest of several; its digest is
 * SHA-256(digest before ‖ token ‖ the 256 logits as little-endian 32-bit words).
 *
 * @throws RangeError when the prompt or the count is none that a task may have
 */
export function* inferInSteps({ prompt, count }: InferenceTask): Generator<void, InferenceResult> {
  if (prompt.length < 1 || prompt.length > mostPromptBytes) throw new RangeError(`prompt of ${prompt.length} bytes`);
  if (!Number.isInteger(count) || count < 1 || count > mostTokens) throw new RangeError(`${count} tokens`);
  drawn ??= drawModel(inferenceModel);
  const reader = createReader(drawn);
  for (const byte of prompt) {
    reader.read(byte);
    yield;
  }
  let digest = sha256(concatBytes(utf8ToBytes(`perigee-inference-1\n${inferenceModel}\n${count}\n`), prompt));
  const tokens = new Uint8Array(count);
  const digests: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const logits = reader.logits();
    const token = largest(logits);
    digest = sha256(concatBytes(digest, Uint8Array.of(token), littleEndian(logits)));
    tokens[at] = token;
    digests.push(bytesToHex(digest));
    reader.read(token);
    yield;
  }
  return { tokens: bytesToHex(tokens), digests };
}

/** As `inferInSteps`, at once. */
export const infer = (task: InferenceTask): InferenceResult => {
  const steps = inferInSteps(task);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** The first token at which a result is not what it should be, from 0; null: it is right, and whole. */
export const differsAt = (right: InferenceResult, told: InferenceResult): number | null => {
  const tokenOf = ({ tokens }: InferenceResult, at: number): string => tokens.slice(2 * at, 2 * at + 2);
  const at = right.digests.findIndex(
    (digest, index) => digest !== told.digests[index] || tokenOf(right, index) !== tokenOf(told, index),
  );
  if (at >= 0) return at;
  return told.digests.length === right.digests.length && told.tokens.length === right.tokens.length
    ? null
    : right.digests.length;
};
