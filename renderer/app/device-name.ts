/** What kind of device it is, as a person calls it: `RTX 4070 Ti`, `8 × H100`, `Processor`. */
import { useTranslation } from 'react-i18next';

const asWritten: Readonly<Record<string, string>> = { ti: 'Ti', max: 'Max', pro: 'Pro', ada: 'Ada' };

/** A class of cards by its maker's spelling, the same in every language: `rtx-6000-ada` is `RTX 6000 Ada`. */
export const cardName = (className: string): string =>
  className
    .split('-')
    .map((part) => asWritten[part] ?? part.toUpperCase().replace(/^(\d+)GB$/, '$1\u00a0GB'))
    .join(' ');

export const useDeviceName = (): ((device: { class: string; count: number }) => string) => {
  const { t } = useTranslation('support');
  return ({ class: className, count }) => {
    if (className === 'cpu') return t('device.processor');
    if (className === 'software-gpu') return t('device.software');
    const name = className === 'unlisted' ? t('device.unlisted') : cardName(className);
    return count === 1 ? name : t('device.several', { number: count, name });
  };
};
