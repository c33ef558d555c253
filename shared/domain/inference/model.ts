/**
 * The one model of this network: a small recurrent one over bytes, whose weights nobody trained but everybody can draw
 * from its name. What it writes means nothing; that two machines write the same, to the last bit, is what it is for.
 * Only whole numbers of 32 bits are added, multiplied and shifted, so that no compiler and no processor can differ.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createItemWriter, itemWords } from '../proof/item.ts';

/** Its name, from which its weights follow. Another model is another name. */
export const inferenceModel = 'perigee-bytes-1';

export const vocabulary = 256;
const width = 64;
const layers = 3;
/** Of 128 products of two bytes; at this shift what one byte changes does not fade. */
const shift = 9;

interface Layer {
  /** What came from the layer before, row by row. */
  readonly input: Int8Array;
  /** What the layer itself was at. */
  readonly state: Int8Array;
}

export interface Model {
  /** A row of `width` for each byte. */
  readonly embedding: Int8Array;
  readonly layers: readonly Layer[];
  /** A row of `width` for each byte. */
  readonly output: Int8Array;
}

/**
 * Draws the weights of a model.
 *
 * Definition. The weights are the bytes of the items 0, 1, 2, … of shard 0 (item.ts, one round) under the seed
 * SHA-256(`perigee-model-1` ‖ line feed ‖ name), each item's words one after the other, the lowest byte of a word first,
 * as signed numbers: the embedding, then of each layer `input` and `state`, then the output.
 */
export const drawModel = (name: string): Model => {
  const writeItem = createItemWriter(bytesToHex(sha256(utf8ToBytes(`perigee-model-1\n${name}`))), 1);
  const item = new Int32Array(itemWords);
  const itemBytes = itemWords * 4;
  let at = 0;
  const draw = (count: number): Int8Array => {
    const drawn = new Int8Array(count);
    for (let index = 0; index < count; index += 1, at += 1) {
      if (at % itemBytes === 0) writeItem(0, at / itemBytes, item, 0);
      drawn[index] = (item[(at % itemBytes) >> 2] as number) >> (8 * (at & 3));
    }
    return drawn;
  };
  return {
    embedding: draw(vocabulary * width),
    layers: Array.from({ length: layers }, () => ({ input: draw(width * width), state: draw(width * width) })),
    output: draw(vocabulary * width),
  };
};

/** Row `row` of a matrix times a vector, exact: at most 64 products of two bytes. */
const rowTimes = (matrix: Int8Array, row: number, vector: Int8Array): number => {
  const from = row * width;
  let sum = 0;
  for (let at = 0; at < width; at += 1) sum += (matrix[from + at] as number) * (vector[at] as number);
  return sum;
};

const clamped = (value: number): number => Math.max(-128, Math.min(127, value));

export interface Reader {
  /** Goes on by one byte. */
  read(byte: number): void;
  /** How much each byte is expected next; its own array at each call. */
  logits(): Int32Array;
}

/**
 * A model at its beginning, where all that it remembers is 0.
 *
 * Definition. A byte's row of the embedding is what the first layer is given. A layer becomes
 * clamp((input · given + state · itself) >> 9), the shift rounding down and −128 to 127 being what is left; what it has
 * become is what the next layer is given. The logits are output · last layer.
 */
export const createReader = ({ embedding, layers: weights, output }: Model): Reader => {
  const states = weights.map(() => new Int8Array(width));
  const next = new Int8Array(width);
  return {
    read: (byte) => {
      let given = embedding.subarray(byte * width, (byte + 1) * width);
      for (const [index, { input, state }] of weights.entries()) {
        const own = states[index] as Int8Array;
        for (let row = 0; row < width; row += 1)
          next[row] = clamped((rowTimes(input, row, given) + rowTimes(state, row, own)) >> shift);
        own.set(next);
        given = own;
      }
    },
    logits: () => {
      const last = states.at(-1) as Int8Array;
      return Int32Array.from({ length: vocabulary }, (_, byte) => rowTimes(output, byte, last));
    },
  };
};
