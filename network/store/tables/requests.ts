/** Rows that keep a request from being taken twice, and the network's own keys. */
export interface NonceTable {
  keyId: string;
  nonce: string;
  expiresAt: number;
}

export interface SecretTable {
  name: string;
  value: string;
}

export interface RequestsTables {
  nonces: NonceTable;
  secrets: SecretTable;
}
