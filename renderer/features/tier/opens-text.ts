/** What a step opens, as words in a list. A thing that this version has no words for is shown by its own name. */
import { useTranslation } from 'react-i18next';
import tier from '../../../locales/en/tier.json';
import { useFormats } from '../../app/formats.ts';

type KnownThing = keyof typeof tier.opens;

const isKnown = (thing: string): thing is KnownThing => thing in tier.opens;

export const useOpensText = (): ((opens: readonly string[]) => string) => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  return (opens) =>
    opens.length === 0
      ? t('ladder.nothing')
      : formats.list(opens.map((thing) => (isKnown(thing) ? t(`opens.${thing}`) : thing.replaceAll('_', ' '))));
};
