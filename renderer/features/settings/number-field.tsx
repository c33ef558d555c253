/** A field for a number that is set when it is left or Enter is pressed, never while it is typed. */
import { NumberInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './number-setting.module.css';
import { useTypedValue } from './typed-value.ts';

interface NumberFieldProps<Value extends number | null> {
  id: string;
  /** null: nothing is said, and the field is empty. */
  value: Value;
  min: number;
  max: number;
  step?: number;
  decimals: number;
  /** After the number. */
  unit?: string | undefined;
  placeholder?: string;
  /** What was typed, as it is set. */
  read(typed: number | string): Value;
  onSet(value: Value): void;
}

export const NumberField = <Value extends number | null>(props: NumberFieldProps<Value>) => {
  const { id, value, min, max, step = 1, decimals, unit, placeholder, read, onSet } = props;
  const { typed, type, settle } = useTypedValue<number | string>(value ?? '');
  /** Set here last, and perhaps not told back yet. */
  const asked = useRef(value);
  useEffect(() => {
    asked.current = value;
  }, [value]);
  const commit = (): void => {
    const next = read(typed);
    settle(next ?? '');
    if (next === value && next === asked.current) return;
    asked.current = next;
    onSet(next);
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
      {...(placeholder === undefined ? {} : { placeholder })}
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
