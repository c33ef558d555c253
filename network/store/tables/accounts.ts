/** Rows of accounts: who they are, which keys speak for them, the tokens that let devices in, and what they were told. */
import type { Generated } from 'kysely';
import type { Notice } from '../../../shared/contract/network/notices.ts';
import type { Role } from '../../../shared/domain/accounts/role.ts';
import type { Json } from '../column.ts';

export interface AccountTable {
  id: string;
  name: string;
  openedAt: number;
  complianceLevel: number;
  /** Key that signs every move of its coins; null: none was named yet. */
  walletKey: Generated<string | null>;
  /** Where coins may leave to; null: none was named yet. */
  payoutAddress: Generated<string | null>;
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

export interface NoticeTable {
  /** In the order in which they were told. */
  id: Generated<number>;
  accountId: string;
  kind: Notice['kind'];
  facts: Json<Notice['facts']>;
  at: number;
  readAt: number | null;
}

export interface AccountsTables {
  accounts: AccountTable;
  members: MemberTable;
  enrolments: EnrolmentTable;
  accountNotices: NoticeTable;
}
