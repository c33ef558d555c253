/** The bytes that a tool printed, as text. Windows' tools write UTF-16 or the owner's code page. Pure. */

/** `wsl.exe` writes UTF-16 without a mark. No other text has a zero byte, and Latin letters have one in every second. */
const isUnmarkedUtf16 = (bytes: Uint8Array): boolean => {
  let [even, odd] = [0, 0];
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 1) odd += 1;
    else even += 1;
  }
  return odd > even;
};

const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return isUnmarkedUtf16(bytes) ? 'utf-16le' : 'utf-8';
};

/** In a Russian text most letters are high bytes in a row; in a German or French one they stand alone. */
const hasHighRun = (bytes: Uint8Array): boolean => {
  let run = 0;
  for (const byte of bytes) {
    run = byte >= 0xc0 ? run + 1 : 0;
    if (run === 4) return true;
  }
  return false;
};

/**
 * @returns the text without its byte order mark; what is no UTF-8 and bears no mark is taken for a Windows code page,
 *   in which the Latin letters of names and numbers are right in any case
 */
export const textOfCapture = (bytes: Uint8Array): string => {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes);
  } catch {
    return new TextDecoder(hasHighRun(bytes) ? 'windows-1251' : 'windows-1252').decode(bytes);
  }
};
