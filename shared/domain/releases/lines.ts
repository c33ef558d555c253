/**
 * Bytes into lines, as they come, without ever holding more than one line. Lines end in LF; nothing else ends one. Public
 * data is plain ASCII, so bytes become text one by one, and a byte that is none is left for the reader to refuse.
 */

const newline = 0x0a;

export interface LineReader {
  /** Hands each line that ends in this piece to `onLine`, without its end. */
  push(piece: Uint8Array): void;
  /** Hands on what is left. @returns false when the last line has no end */
  end(): boolean;
}

/**
 * @param most  bytes of the longest line; of a longer one `onLine` gets null, once, and its bytes are not kept
 * @param onLine  the bytes are good until it returns
 */
export const createLineReader = (most: number, onLine: (line: Uint8Array | null) => void): LineReader => {
  const kept = new Uint8Array(most);
  /** Of the line that has begun; more than `most` when it is too long. */
  let length = 0;
  const keep = (part: Uint8Array): void => {
    if (length + part.length <= most) kept.set(part, length);
    length += part.length;
  };
  const hand = (line: Uint8Array): void => onLine(line.length > most ? null : line);
  return {
    push: (piece) => {
      let from = 0;
      for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, from)) {
        const part = piece.subarray(from, at);
        from = at + 1;
        if (length === 0) {
          hand(part);
          continue;
        }
        keep(part);
        if (length > most) onLine(null);
        else onLine(kept.subarray(0, length));
        length = 0;
      }
      keep(piece.subarray(from));
    },
    end: () => {
      if (length === 0) return true;
      if (length > most) onLine(null);
      else onLine(kept.subarray(0, length));
      length = 0;
      return false;
    },
  };
};

/** As many as may be handed to a call at once, on every engine. */
const mostAtOnce = 4_096;

/** One character for each byte. @param bytes a line or a small file */
export const asciiText = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += mostAtOnce) {
    const part: ArrayLike<number> = bytes.subarray(from, from + mostAtOnce);
    // Not spread: that would make an array of the bytes first, which takes most of the time of a release.
    parts.push(String.fromCharCode.apply(null, part as number[]));
  }
  return parts.join('');
};
