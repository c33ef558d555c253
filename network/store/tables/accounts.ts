/** Rows of accounts: who they are, which keys speak for them, and the tokens that let devices in. */
import type { Role } from '../../../shared/domain/accounts/role.ts';

export interface AccountTable {
  id: string;
  name: string;
  openedAt: number;
  complianceLevel: number;
  /** When the level falls by itself; null: it does not. */
  complianceFallsAt: number | null;
  /** The fall that the owner was told of. */
  complianceNoticedFor: number | null;
}

export interface MemberTable {
  publicKey: string;
  accountId: string;
  name: string;
  role: Role;
  addedAt: number;
  removedAt: number | null;
}

export interface EnrolmentTable {
  id: string;
  accountId: string;
  /** SHA-256 of the token, hex. */
  tokenSha256: string;
  usesLeft: number;
  createdAt: number;
  expiresAt: number;
}

export interface AccountsTables {
  accounts: AccountTable;
  members: MemberTable;
  enrolments: EnrolmentTable;
}
