/** What a verification found, in words: where it is, and what is wrong there. */
import { useTranslation } from 'react-i18next';
import releases from '../../../../locales/en/releases.json';
import type { VerifiedHour } from '../../../../shared/contract/app/releases.ts';
import { useFormats } from '../../../app/formats.ts';

type Fault = VerifiedHour['faults'][number];
type KnownFault = keyof typeof releases.fault;

const isKnown = (code: string): code is KnownFault => code in releases.fault;

export const useFaultText = (): ((fault: Fault) => { place: string; what: string }) => {
  const { t } = useTranslation(['releases', 'common']);
  const formats = useFormats();
  const placeOf = ({ part, row, deviceId }: Fault): string => {
    if (row === null) return t(`releases:file.${part ?? 'all'}`);
    const line = formats.number(row);
    if (part === 'leaves') return t('releases:place.leaves', { row: line });
    return deviceId === null
      ? t('releases:place.rows', { row: line })
      : t('releases:place.row', { row: line, device: formats.verbatim(deviceId) });
  };
  return (fault) => {
    const text = (value: string | null): string => (value === null ? t('common:notKnown') : formats.verbatim(value));
    const { code, key, expected, found } = fault;
    return {
      place: placeOf(fault),
      what: isKnown(code)
        ? t(`releases:fault.${code}`, { replace: { key: text(key), expected: text(expected), found: text(found) } })
        : formats.verbatim(code),
    };
  };
};
