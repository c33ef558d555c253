/** Rows of validators: who they are, stake of theirs that is on its way out, and what each found. */

/** One for each account that ever was a validator. How much counts of its stake is in the ledger. */
export interface ValidatorTable {
  id: string;
  accountId: string;
  /** The owner's key that it was registered with, by which it signs releases. */
  publicKey: string;
  /** IP address, as it was last seen. */
  address: string;
  registeredAt: number;
  /** null: it has not left. */
  leftAt: number | null;
}

export interface ValidatorCoolingTable {
  id: string;
  validatorId: string;
  amount: bigint;
  askedAt: number;
  freeAt: number;
  endedAt: number | null;
}

/** One finding, or one release that was signed. */
export interface ValidatorWorkTable {
  validatorId: string;
  /** `committee:` or `release:`, and its id. */
  matter: string;
  isCorrect: boolean;
  at: number;
  /** Id of the pay that it was part of; null: none yet. What is wrong is never paid. */
  paidAs: string | null;
}

export interface ValidatorsTables {
  validators: ValidatorTable;
  validatorCooling: ValidatorCoolingTable;
  validatorWork: ValidatorWorkTable;
}
