/** What came out of a check, in a few words: the last column of its row. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { outcomeOf } from './check-outcome.ts';
import { shareOf } from './figure-scale.ts';
import { isTime } from './figure-unit.ts';
import { roundedLeftMs } from './time-left.ts';

/** @param stepLeftMs what the running step will still take; null when none runs */
export const useResultText = (stepLeftMs: number | null): ((step: CheckStep) => string) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const tier = useTopic('tier');
  const level = tier?.ladder[0]?.requirements.find(({ kind }) => kind === 'connectivity')?.has ?? null;

  const found = ({ coverage }: CheckStep): string => {
    if (coverage && coverage.wrongWords > 0) return t('result.errors', { count: coverage.wrongWords });
    if (coverage && coverage.slowShards > 0) return t('result.slowParts', { count: coverage.slowShards });
    return t('result.failed');
  };
  const reached = (step: CheckStep): string => {
    if (step.coverage) return t('result.errors', { count: step.coverage.wrongWords });
    if (step.kind === 'network_link' && level !== null) return t('result.level', { level: level.toString() });
    const ratio = shareOf(step);
    if (ratio === null) return t('result.firstTime');
    const share = formats.percent(ratio);
    return step.figure && isTime(step.figure.unit) ? t('result.asFast', { share }) : share;
  };

  return (step) => {
    const outcome = outcomeOf(step);
    switch (outcome) {
      case 'running': {
        const share = formats.percent(step.progress);
        return stepLeftMs === null
          ? share
          : t('result.running', { share, left: formats.duration(roundedLeftMs(stepLeftMs)) });
      }
      case 'not_offered':
        if (step.kind === 'network_link') return t('result.notMeasured');
        return t(step.gpuId === null ? 'result.notOfferedHere' : 'result.notOffered');
      case 'failed':
        return found(step);
      case 'passed':
        return reached(step);
      case 'slow':
        return t('result.slow', { share: reached(step) });
      default:
        return t(`result.${outcome}`);
    }
  };
};
