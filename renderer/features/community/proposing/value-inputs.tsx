/** Asks for the parts of a rule's new value, each within the bounds that the network gave. */
import { Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import community from '../../../../locales/en/community.json';
import type { ProposableRule } from '../../../../shared/contract/app/community.ts';
import { localeFor } from '../../../../shared/units/locale.ts';
import { type NumberMarks, numberMarksOf } from '../../../../shared/units/number-marks.ts';
import { useFormats } from '../../../app/formats.ts';
import { type ProposableField, readField } from './typed-value.ts';

export const useNumberMarks = (): NumberMarks => {
  const { i18n } = useTranslation();
  return useMemo(() => numberMarksOf(localeFor(i18n.language)), [i18n.language]);
};

type KnownPart = keyof typeof community.part;
const isKnownPart = (name: string): name is KnownPart => name in community.part;

interface ValueInputsProps {
  rule: ProposableRule;
  /** By the name of the part; the empty name where the value is one field. */
  texts: Readonly<Record<string, string>>;
  /** Also what is missing is complained of. */
  wasAsked: boolean;
  onChange(name: string, text: string): void;
}

export const ValueInputs = ({ rule, texts, wasAsked, onChange }: ValueInputsProps) => {
  const { t } = useTranslation(['community', 'releases', 'stake']);
  const formats = useFormats();
  const marks = useNumberMarks();
  const labelOf = (name: string | null): string => {
    if (name === null) return t('community:propose.value');
    return isKnownPart(name) ? t(`community:part.${name}`) : formats.verbatim(name);
  };
  const complaintOf = (field: ProposableField, text: string): string | null => {
    const { kind } = readField(field, text, marks);
    if (kind === 'value') return null;
    if (kind === 'empty') return wasAsked ? t('community:propose.valueMissing') : null;
    return t(`community:propose.${kind}`);
  };
  const boundsOf = (field: ProposableField): string | null => {
    if (field.kind === 'amount')
      return t('community:propose.bounds', { least: formats.coins(field.least), most: formats.coins(field.most) });
    if (field.kind !== 'whole') return null;
    const bounds = { least: formats.number(field.least), most: formats.number(field.most) };
    const isBps = /bps$/i.test(field.name ?? rule.key);
    return isBps ? t('community:propose.boundsBps', bounds) : t('community:propose.bounds', bounds);
  };
  return rule.fields.map((field) => {
    const name = field.name ?? '';
    const text = texts[name] ?? '';
    const shared = { label: labelOf(field.name), error: complaintOf(field, text) };
    if (field.kind === 'choice')
      return (
        <Select
          key={name}
          {...shared}
          data={field.options.map((value) => ({ value, label: formats.verbatim(value) }))}
          value={text === '' ? null : text}
          onChange={(value) => onChange(name, value ?? '')}
        />
      );
    return (
      <TextInput
        key={name}
        {...shared}
        description={boundsOf(field)}
        value={text}
        onChange={(event) => onChange(name, event.currentTarget.value)}
        inputMode={field.kind === 'text' ? 'text' : 'decimal'}
        maxLength={64}
        autoComplete="off"
        dir="ltr"
      />
    );
  });
};
