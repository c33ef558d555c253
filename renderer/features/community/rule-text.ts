/** A rule of the network and its value in words; the network's own name where this version has none. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';

export interface RuleText {
  /** @param key  of the parameter record */
  name(key: string): string;
  /** @param json  a value of that key */
  value(key: string, json: string): string;
}

const part = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => `${name} ${part(inner)}`)
        .join(', ')
    : String(value);

export const useRuleText = (): RuleText => {
  const { t, i18n } = useTranslation('community');
  const formats = useFormats();
  return {
    name: (key) => {
      const known = `community:rule.${key}`;
      return i18n.exists(known) ? String(i18n.t(known as never)) : formats.verbatim(key);
    },
    value: (key, json) => {
      const value: unknown = JSON.parse(json);
      if (key === 'requiredStakeUnit' && typeof value === 'string') return formats.coins(BigInt(value));
      if (typeof value === 'number')
        return key.endsWith('Bps') ? formats.percent(value / 10_000, 2) : formats.number(value);
      if (Array.isArray(value) && value.length === 0) return t('changes.nothing');
      return formats.verbatim(part(value));
    },
  };
};
