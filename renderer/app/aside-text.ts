/** Why work stands aside, and when it comes back, in the language on screen. */
import { useTranslation } from 'react-i18next';
import type { StandAside } from '../../shared/contract/app/owner.ts';
import { useTopic } from '../client/store.ts';
import { useFormats } from './formats.ts';

/** Causes that end with a program, and last beyond it by the owner's own time. */
const endsWithProgram: readonly StandAside['cause'][] = ['full_screen', 'game', 'program', 'gpu_in_use'];

/** @returns null while nothing stops work; `back` says when it goes on */
export const useAsideText = (): { sentence: string; back: string } | null => {
  const { t } = useTranslation('owner');
  const formats = useFormats();
  const [gravest] = useTopic('owner').standAside;
  const { comeBackMinutes } = useTopic('settings');
  if (gravest === undefined) return null;
  const { cause, until } = gravest;
  const unnamed = cause === 'game' ? t('someGame') : t('someProgram');
  const program = gravest.program === null ? unnamed : formats.verbatim(gravest.program);
  const back = (): string => {
    if (until !== null) return t('back.at', { time: formats.exactClock(until) });
    return endsWithProgram.includes(cause) ? t('back.after', { count: comeBackMinutes }) : t('back.itself');
  };
  const isOver = until !== null;
  const over = endsWithProgram.includes(cause) && cause !== 'gpu_in_use' ? t('over', { program }) : t('overOther');
  return { sentence: isOver ? over : t(`sentence.${cause}`, { program }), back: back() };
};
