/** Which mending the sheet shows, wherever in the pages it was asked for, and the one whose end was not read yet. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ProblemCode } from '../../../shared/contract/codes.ts';

/** `mend`: what would mend a problem. `undo`: taking back one of what was done. null: no sheet. */
export type MendingSubject = { kind: 'mend'; code: ProblemCode } | { kind: 'undo'; fingerprint: string };

interface SheetState {
  subject: MendingSubject | null;
  /** The run that the sheet showed and that may end behind a closed sheet; null: none, or its end was read. */
  followed: string | null;
}

const sheetStore = createStore<SheetState>(() => ({ subject: null, followed: null }));

export const openMendingSheet = (subject: MendingSubject): void => sheetStore.setState({ subject });
export const closeMendingSheet = (): void => sheetStore.setState({ subject: null });
export const followRun = (followed: string | null): void => sheetStore.setState({ followed });
export const useMendingSubject = (): MendingSubject | null => useStore(sheetStore, ({ subject }) => subject);
export const useFollowedRun = (): string | null => useStore(sheetStore, ({ followed }) => followed);
