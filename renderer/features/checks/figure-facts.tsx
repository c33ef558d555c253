/** A measured figure in full: its middle and spread, how it held under load, and under what conditions it was taken. */
import { useTranslation } from 'react-i18next';
import type { CheckStep, Conditions, Figure } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { type Fact, FactList } from './fact-list.tsx';
import { useFigureText } from './figure-text.ts';

const useSpreadFacts = (): ((figure: Figure) => Fact[]) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  return ({ unit, median, p10, p90, best, cv, windows, isBrief, sustained, throttleRatio }) => {
    const whole = (raw: number): string => text.whole(unit, raw, median);
    if (windows === 1) return [{ name: t('fact.once'), value: whole(median) }];
    return [
      { name: t(isBrief ? 'fact.brief' : 'fact.middle', { count: windows }), value: whole(median) },
      { name: t('fact.between'), value: text.range(unit, Math.min(p10, p90), Math.max(p10, p90), median) },
      { name: t('fact.best'), value: whole(best) },
      ...(cv === null ? [] : [{ name: t('fact.cv'), value: formats.percent(cv, 1) }]),
      ...(sustained === null ? [] : [{ name: t('fact.sustained'), value: whole(sustained) }]),
      ...(throttleRatio === null ? [] : [{ name: t('fact.throttle'), value: formats.percent(throttleRatio) }]),
    ];
  };
};

const useConditionFacts = (): ((conditions: Conditions) => Fact[]) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  return ({ coreClockMhz, memoryClockMhz, temperatureCelsius, powerWatts }) => [
    ...(coreClockMhz === null ? [] : [{ name: t('fact.coreClock'), value: text.megahertz(coreClockMhz) }]),
    ...(memoryClockMhz === null ? [] : [{ name: t('fact.memoryClock'), value: text.megahertz(memoryClockMhz) }]),
    ...(temperatureCelsius === null ? [] : [{ name: t('fact.hottest'), value: formats.celsius(temperatureCelsius) }]),
    ...(powerWatts === null ? [] : [{ name: t('fact.power'), value: formats.watts(powerWatts) }]),
  ];
};

/** Nothing where nothing was measured. Of a memory check only the conditions: its figure is what it covered. */
export const FigureFacts = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const text = useFigureText();
  const spreadFacts = useSpreadFacts();
  const conditionFacts = useConditionFacts();
  const { figure, coverage, conditions, previousMedian } = step;
  const measured = figure && !coverage ? spreadFacts(figure) : [];
  const lastTime =
    figure && !coverage && previousMedian !== null
      ? [{ name: t('fact.lastTime'), value: text.whole(figure.unit, previousMedian, figure.median) }]
      : [];
  const facts = [...measured, ...lastTime, ...(conditions ? conditionFacts(conditions) : [])];
  return facts.length === 0 ? null : <FactList facts={facts} />;
};
