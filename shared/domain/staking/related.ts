/**
 * Whether two accounts are one hand: then the one may not stand behind the other's devices.
 * Source: the network's rule set, section (d).
 */

/** An account, and who speaks for it. */
export interface Party {
  readonly accountId: string;
  /** Keys of its members, of whatever role. */
  readonly memberKeys: readonly string[];
}

/** The same account, or one key that speaks for both. */
export const areRelated = (one: Party, other: Party): boolean =>
  one.accountId === other.accountId || one.memberKeys.some((key) => other.memberKeys.includes(key));
