/** A number that may be left empty, which means that nothing is said; set when the field is left or Enter is pressed. */
import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './number-setting.module.css';
import { useTypedValue } from './typed-value.ts';

interface OptionalNumberProps {
  id: string;
  value: number | null;
  min: number;
  max: number;
  decimals: number;
  unit?: string;
  onSet(value: number | null): void;
}

export const OptionalNumber = ({ id, value, min, max, decimals, unit, onSet }: OptionalNumberProps) => {
  const { t } = useTranslation('settings');
  const { typed, type, settle } = useTypedValue<number | string>(value ?? '');
  const commit = (): void => {
    const text = String(typed).trim();
    const number = Number(text);
    const next = text === '' || Number.isNaN(number) ? null : Math.min(max, Math.max(min, number));
    settle(next ?? '');
    if (next !== value) onSet(next);
  };
  return (
    <NumberInput
      id={id}
      className={classes.field ?? ''}
      value={typed}
      min={min}
      max={max}
      decimalScale={decimals}
      placeholder={t('power.notSaid')}
      suffix={unit === undefined ? '' : `\u00a0${unit}`}
      hideControls
      onChange={type}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
};
