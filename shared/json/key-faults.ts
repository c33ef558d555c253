/** Keys of a JSON text that two readers may take differently. Pure. */
import { visit } from 'jsonc-parser';

export interface KeyFaults {
  /** A key stands twice in one object, however it is spelled: some readers keep the first, some the last. */
  isRepeated: boolean;
  /** `__proto__`: a field to some readers, and to others a way to change every object. */
  namesPrototype: boolean;
}

/** @param text that is JSON, nested no deeper than the caller allows */
export const keyFaultsOf = (text: string): KeyFaults => {
  const open: Set<string>[] = [];
  const faults: KeyFaults = { isRepeated: false, namesPrototype: false };
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (key) => {
      const keys = open.at(-1);
      if (keys?.has(key)) faults.isRepeated = true;
      keys?.add(key);
      if (key === '__proto__') faults.namesPrototype = true;
    },
  });
  return faults;
};

/** Whether brackets that are open at once, outside of strings, come to more than `most`. */
export const isDeeperThan = (text: string, most: number): boolean => {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > most) return true;
  }
  return false;
};
