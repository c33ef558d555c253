/** One device of the PCI bus, as every form of lspci's list has it, and the words that they share. Pure. */

export interface PciDevice {
  /** As printed, with or without the domain: `01:00.0`. */
  readonly slot: string;
  /** Four hex digits, such as `0302`; null for a class that no GPU is of. */
  readonly classCode: string | null;
  /** Maker and model as printed, without their ids; empty in a list of numbers. */
  readonly words: string;
  /** The model without its maker; empty in a list of numbers. */
  readonly model: string;
  /** Four hex digits each; null where the list has names only. */
  readonly vendorId: string | null;
  readonly deviceId: string | null;
  /** Two hex digits; null where none is printed, as for 00. */
  readonly revision: string | null;
}

const classCodes: Readonly<Record<string, string>> = {
  'vga compatible controller': '0300',
  '3d controller': '0302',
  'display controller': '0380',
  'processing accelerators': '1200',
};

/** @param words `3D controller [0302]`, `3D controller`, `0302` or `Class 0302` */
export const classCodeOf = (words: string): string | null => {
  const text = words.trim().toLowerCase();
  return /(?:^|\[|^class )([0-9a-f]{4})\]?$/.exec(text)?.[1] ?? classCodes[text] ?? null;
};

/** Takes the id from the end of `GA102 [GeForce RTX 3090] [2204]`; a list of numbers has nothing else. */
export const splitId = (text: string): { readonly words: string; readonly id: string | null } => {
  const words = text.trim();
  if (/^[0-9a-f]{4}$/i.test(words)) return { words: '', id: words.toLowerCase() };
  const match = /\[([0-9a-f]{4})\]$/i.exec(words);
  return match
    ? { words: words.slice(0, match.index).trimEnd(), id: match[1]?.toLowerCase() ?? null }
    : { words, id: null };
};

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

/** Every bracket that a name opens is closed: it was not cut there. */
export const isClosed = (text: string): boolean =>
  countOf(text, '[') === countOf(text, ']') && countOf(text, '(') === countOf(text, ')');
