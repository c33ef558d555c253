/** How well the patterns of a week tell cheats from honest devices, on simulated fleets. */
import { honestFigure, patternFigures } from '../bench/patterns.ts';
import { short, table } from './table.ts';

const percent = (share: number): string => `${short(100 * share)} %`;

export const patternSection = (): string => {
  const rows = patternFigures().map(({ name, days, auc, devices, reviewedShare, honestReviewedShare }) => [
    name.replaceAll('_', ' '),
    String(days),
    auc.toFixed(3),
    `${percent(reviewedShare)} of ${devices}`,
    percent(honestReviewedShare),
  ]);
  const { deviceWeeks, reviewed, highestScore } = honestFigure();
  return [
    table(['cheat', 'days', 'AUC (target > 0.95)', 'looked at', 'honest ones looked at'], rows),
    `An honest fleet alone: ${reviewed} of ${deviceWeeks} device-weeks looked at; the highest score was ${highestScore.toFixed(2)}, and a review opens at 0.9.`,
  ].join('\n\n');
};
