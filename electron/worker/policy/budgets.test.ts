import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/contract/app/settings.ts';
import { hourRules } from '../../../shared/contract/owner-words.ts';
import { budgetsOf } from './budgets.ts';

const always = { ...defaultSettings, powerLimitWatts: 300, fanLimitPercent: 60 };

describe('the budgets of an hour', () => {
  it('are none by default, in no hour', () => {
    for (const hour of hourRules)
      expect(budgetsOf(defaultSettings, hour)).toEqual({
        powerLimitWatts: null,
        fanLimitPercent: null,
        heatFromCelsius: null,
      });
  });

  it.each([
    [{ quietPowerWatts: 150, quietFanPercent: 40 }, 150, 40],
    [{ quietPowerWatts: 400, quietFanPercent: 80 }, 300, 60],
    [{}, 300, 60],
  ])('are the lower ones in a quiet hour: %j', (quiet, powerLimitWatts, fanLimitPercent) => {
    expect(budgetsOf({ ...always, ...quiet }, 'quiet')).toMatchObject({ powerLimitWatts, fanLimitPercent });
    for (const hour of ['work', 'away', 'never'] as const)
      expect(budgetsOf({ ...always, ...quiet }, hour)).toMatchObject({ powerLimitWatts: 300, fanLimitPercent: 60 });
  });

  it('are the quiet ones alone where there are no others', () =>
    expect(budgetsOf({ ...defaultSettings, quietFanPercent: 40 }, 'quiet')).toMatchObject({ fanLimitPercent: 40 }));

  it('begin with heat three degrees below the limit, where the owner wants that', () =>
    expect(budgetsOf({ ...always, lowersPowerForHeat: true }, 'work').heatFromCelsius).toBe(77));
});
