/** Which mending the sheet shows, wherever in the pages it was asked for. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ProblemCode } from '../../../shared/contract/codes.ts';

/** `mend`: what would mend a problem. `undo`: taking back one of what was done. null: no sheet. */
export type MendingSubject = { kind: 'mend'; code: ProblemCode } | { kind: 'undo'; fingerprint: string };

const sheetStore = createStore<{ subject: MendingSubject | null }>(() => ({ subject: null }));

export const openMendingSheet = (subject: MendingSubject): void => sheetStore.setState({ subject });
export const closeMendingSheet = (): void => sheetStore.setState({ subject: null });
export const useMendingSubject = (): MendingSubject | null => useStore(sheetStore, ({ subject }) => subject);
