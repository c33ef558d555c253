/** Rows of operators: their keys, and the log of their calls. */
export interface OperatorTable {
  publicKey: string;
  addedAt: number;
  removedAt: number | null;
}

/** Only ever added to; the database refuses anything else. */
export interface OperatorCallTable {
  seq: number;
  at: number;
  operatorKey: string;
  call: string;
  input: string | null;
  /** Both null: the call began. */
  refusedSeq: number | null;
  refusedCode: string | null;
  previous: string;
  hash: string;
}

export interface OperatorsTables {
  operators: OperatorTable;
  operatorCalls: OperatorCallTable;
}
