/** A problem's code and facts as sentences in the reader's language. The core names; only this side tells. */
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/contract/codes.ts';
import { useFactWords } from './fact-words.ts';
import { useFormats } from './formats.ts';
import { factTexts } from './problem-facts.ts';

export interface ProblemText {
  /** What is: `Docker is not running.` */
  title(problem: Problem): string;
  /** What it costs. */
  cost(problem: Problem): string;
  /** What to do. */
  fix(problem: Problem): string;
}

export const useProblemText = (): ProblemText => {
  const { t } = useTranslation(['problems', 'common']);
  const formats = useFormats();
  const words = useFactWords();
  const facts = (problem: Problem): Record<string, string> => factTexts(problem.data, formats, words);
  return {
    title: (problem) => t(`problems:${problem.code}.title`, { replace: facts(problem) }),
    cost: (problem) => t(`problems:${problem.code}.cost`, { replace: facts(problem) }),
    fix: (problem) => t(`problems:${problem.code}.fix`, { replace: facts(problem) }),
  };
};
