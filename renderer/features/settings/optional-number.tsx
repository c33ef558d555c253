/** A number that may be left empty, which means that nothing is said. */
import { useTranslation } from 'react-i18next';
import { committedOptional } from './committed-number.ts';
import { NumberField } from './number-field.tsx';

interface OptionalNumberProps {
  id: string;
  value: number | null;
  min: number;
  max: number;
  decimals: number;
  unit?: string;
  /** Shown while it is empty; “not said” when left out. */
  placeholder?: string;
  onSet(value: number | null): void;
}

export const OptionalNumber = (props: OptionalNumberProps) => {
  const { t } = useTranslation('settings');
  return (
    <NumberField
      placeholder={t('power.notSaid')}
      {...props}
      read={(typed) => committedOptional(typed, { min: props.min, max: props.max })}
    />
  );
};
