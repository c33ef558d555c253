/** Rows of personal data, in their own schema; `compliance/personal-store.ts` alone reads and writes them. */
import type { Person } from '../../../shared/contract/network/compliance.ts';

export interface PersonTable {
  accountId: string;
  legalName: string;
  country: string;
  toldAt: number;
}

export interface PersonalDocumentTable {
  id: string;
  accountId: string;
  caseId: string;
  kind: Person['documents'][number]['kind'];
  reference: string;
}

export interface PersonalTables {
  'personal.persons': PersonTable;
  'personal.documents': PersonalDocumentTable;
}
