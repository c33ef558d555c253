/** Lines out of what a command writes for a terminal: without colours, of a bar that redraws itself the last state. Pure. */
import { withoutControls } from '../docker/without-controls.ts';

const longest = 400;

const plain = (line: string): string => {
  const drawn = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  return withoutControls(drawn).trimEnd().slice(0, longest);
};

/** @param onLine told of each whole line that says anything */
export const createLines = (onLine: (text: string) => void): { add(text: string): void; end(): void } => {
  let rest = '';
  const tell = (line: string): void => {
    const text = plain(line);
    if (text !== '') onLine(text);
  };
  return {
    add: (text) => {
      const lines = (rest + text).split('\n');
      // A bar that redraws itself for minutes is one line; only its end is looked at.
      rest = (lines.pop() ?? '').slice(-64 * 1024);
      for (const line of lines) tell(line);
    },
    end: () => {
      tell(rest);
      rest = '';
    },
  };
};
