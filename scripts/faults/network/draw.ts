/** Numbers that follow from a seed and a label and from nothing else, so that a life or a blow can be had again. Not for secrets. */
import { createHash } from 'node:crypto';

export interface Draw {
  /** A whole number, 0..count−1. */
  below(count: number, label: string): number;
  between(least: number, most: number, label: string): number;
  pick<Item>(items: readonly Item[], label: string): Item;
  /** The same identifier each time. */
  uuid(label: string): string;
}

export const createDraw = (seed: string): Draw => {
  const bytes = (label: string): Buffer => createHash('sha256').update(`${seed}\n${label}`).digest();
  const below = (count: number, label: string): number => Math.floor((bytes(label).readUInt32BE(0) / 2 ** 32) * count);
  return {
    below,
    between: (least, most, label) => least + below(most - least + 1, label),
    pick: (items, label) => {
      const item = items[below(items.length, label)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    uuid: (label) => {
      const hex = bytes(label).toString('hex');
      const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
};
