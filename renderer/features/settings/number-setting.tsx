/** A number that is set when the field is left or Enter is pressed, never while it is typed. */
import { NumberInput } from '@mantine/core';
import { committedNumber } from './committed-number.ts';
import classes from './number-setting.module.css';
import { useTypedValue } from './typed-value.ts';

interface NumberSettingProps {
  id: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  decimals?: number;
  /** The unit, after the number. */
  unit: string;
  onSet(value: number): void;
}

export const NumberSetting = ({ id, value, min, max, step = 1, decimals = 0, unit, onSet }: NumberSettingProps) => {
  const { typed, type, settle } = useTypedValue<number | string>(value);
  const commit = (): void => {
    const next = committedNumber(typed, { min, max, fallback: value });
    settle(next);
    if (next !== value) onSet(next);
  };
  return (
    <NumberInput
      id={id}
      className={classes.field ?? ''}
      value={typed}
      min={min}
      max={max}
      step={step}
      decimalScale={decimals}
      suffix={`\u00a0${unit}`}
      hideControls
      onChange={type}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
};
