/** Writes what a step of the ladder asks, and what this device has of it, in each kind's own unit. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import type { RequirementKind } from './next-step.ts';

type ComplianceLevel = '0' | '1' | '2' | '3' | '4';

const isComplianceLevel = (level: string): level is ComplianceLevel => /^[0-4]$/.test(level);

export interface RequirementText {
  /** What is there: rounds down. */
  has(kind: RequirementKind, value: bigint): string;
  /** What is asked: rounds up. */
  needs(kind: RequirementKind, value: bigint): string;
}

export const useRequirementText = (): RequirementText => {
  const { t } = useTranslation('tier');
  const formats = useFormats();
  const text = (kind: RequirementKind, value: bigint, rounding: 'down' | 'up'): string => {
    const level = value.toString();
    const toTenth = rounding === 'down' ? Math.floor : Math.ceil;
    switch (kind) {
      case 'compliance':
        return isComplianceLevel(level) ? t(`value.compliance.${level}`) : t('value.level', { level });
      case 'quality':
        return formats.number(toTenth(Number(value) / 10) / 10, 1);
      case 'uptime':
        return formats.percent(toTenth(Number(value) / 10) / 1000, 1);
      case 'connectivity':
        return t('value.level', { level });
      case 'stake':
        return formats.coins(value, { rounding });
    }
  };
  return { has: (kind, value) => text(kind, value, 'down'), needs: (kind, value) => text(kind, value, 'up') };
};
