/** Why the app could not start, in a sentence that a dialog can show. Pure. */
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { ShellText } from './shell-text.ts';

export interface StartupFailure {
  title: string;
  sentence: string;
}

/** @param logPath  the file that says more */
export const startupFailureFor = (error: unknown, logPath: string, text: ShellText): StartupFailure => {
  const title = text('startup:title');
  if (!isPerigeeError(error)) return { title, sentence: text('startup:other', { code: 'INTERNAL', logPath }) };
  const { problem } = error;
  switch (problem.code) {
    case 'DATA_FOLDER_BUSY':
    case 'DATA_FOLDER_DENIED':
    case 'DISK_FULL':
    case 'STATE_NEWER':
      return { title, sentence: text(`startup:${problem.code}`, { path: problem.data.path }) };
    default:
      return { title, sentence: text('startup:other', { code: problem.code, logPath }) };
  }
};
