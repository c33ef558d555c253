/** Writes ustar archives of small trees, byte for byte the same for the same input. Pure. */

export type TarEntry =
  | { kind: 'file'; path: string; content: Buffer; mode?: number }
  | { kind: 'link'; path: string; target: string }
  | { kind: 'folder'; path: string; mode?: number };

const blockBytes = 512;
const typeOf = { file: '0', link: '2', folder: '5' } as const;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

const headerOf = (entry: TarEntry): Buffer => {
  const header = Buffer.alloc(blockBytes);
  const sizeBytes = entry.kind === 'file' ? entry.content.length : 0;
  const mode = entry.kind === 'link' ? 0o777 : (entry.mode ?? 0o755);
  header.write(entry.path, 0, 100);
  header.write(octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(sizeBytes, 12) + octal(0, 12), 100);
  header.write(' '.repeat(8) + typeOf[entry.kind], 148);
  if (entry.kind === 'link') header.write(entry.target, 157, 100);
  header.write('ustar\x0000', 257);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  );
  return header;
};

/** @param entries paths relative and at most 99 bytes; owner root, time 1970 */
export const tarOf = (entries: TarEntry[]): Buffer =>
  Buffer.concat([
    ...entries.flatMap((entry) => {
      const content = entry.kind === 'file' ? entry.content : Buffer.alloc(0);
      return [headerOf(entry), content, Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)];
    }),
    Buffer.alloc(2 * blockBytes),
  ]);
