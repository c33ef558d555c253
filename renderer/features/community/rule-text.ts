/** A rule of the network and its value in words; the network's own name where this version has none. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';

export interface RuleText {
  /** @param key  of the parameter record */
  name(key: string): string;
  /** @param json  a value of that key */
  value(key: string, json: string): string;
}

export const useRuleText = (): RuleText => {
  const { t, i18n } = useTranslation('community');
  const formats = useFormats();
  const known = (under: 'rule' | 'part', name: string): string => {
    const key = `community:${under}.${name}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : formats.verbatim(name);
  };
  const text = (name: string, value: unknown): string => {
    if (typeof value === 'number')
      return /bps$/i.test(name) ? formats.percent(value / 10_000, 2) : formats.number(value);
    if (typeof value !== 'object' || value === null) return formats.verbatim(String(value));
    return Object.entries(value)
      .map(([inner, each]) =>
        Array.isArray(value) ? text(name, each) : `${known('part', inner)} ${text(inner, each)}`,
      )
      .join(', ');
  };
  return {
    name: (key) => known('rule', key),
    value: (key, json) => {
      const value: unknown = JSON.parse(json);
      if (key === 'requiredStakeUnit' && typeof value === 'string') return formats.coins(BigInt(value));
      if (Array.isArray(value) && value.length === 0) return t('changes.nothing');
      return text(key, value);
    },
  };
};
