/** Commands as one text for a terminal. Pure. */
import type { ShownStep } from '../../../shared/contract/app/mending.ts';

const end = 'END';

const typedStep = ({ text, input }: Pick<ShownStep, 'text' | 'input'>): string => {
  if (input === null) return text;
  const lines = input === '' || input.endsWith('\n') ? input : `${input}\n`;
  return `${text} <<'${end}'\n${lines}${end}`;
};

/** What a command is given goes with it as a here-document: without it `tee` would wait for somebody to type. */
export const typedSteps = (steps: readonly Pick<ShownStep, 'text' | 'input'>[]): string =>
  steps.map(typedStep).join('\n');
