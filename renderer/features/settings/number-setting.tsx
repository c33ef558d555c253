/** A number that always has a value: what is no number becomes what it was. */
import { committedNumber } from './committed-number.ts';
import { NumberField } from './number-field.tsx';

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

export const NumberSetting = ({ decimals = 0, ...props }: NumberSettingProps) => (
  <NumberField
    {...props}
    decimals={decimals}
    read={(typed) => committedNumber(typed, { min: props.min, max: props.max, fallback: props.value })}
  />
);
