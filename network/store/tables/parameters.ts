/** Rows of what the parameter record became: each change as it was announced, and by whose signature. */
import type { Generated } from 'kysely';
import type { ChangeClass } from '../../../shared/domain/parameters/changeable.ts';

/** Only ever added to; the database refuses anything else. */
export interface ParameterChangeTable {
  seq: Generated<number>;
  id: string;
  key: string;
  /** JSON. */
  value: string;
  class: ChangeClass;
  announcedAt: number;
  effectiveAt: number;
  expiresAt: number | null;
  issue: string;
  vote: string | null;
  /** Ed25519 public key, base64url: an operator's, or the network's own after a vote. */
  signer: string;
  /** Over `parameterChangeMessage`, base64url. */
  signature: string;
}

export interface ParametersTables {
  parameterChanges: ParameterChangeTable;
}
