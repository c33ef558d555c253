import { describe, expect, it } from 'vitest';
import { classNamed, publishedClasses } from '../../shared/domain/rewards/classes.ts';
import { betterNamesByClass, hopelessNames } from './better-name.ts';

describe('a spoofer’s names', () => {
  const names = betterNamesByClass();
  const weightOf = (name: string): number => classNamed(name, publishedClasses).weightMilli;

  it('weigh more than the card’s own, and each passes today', () => {
    expect(names.size).toBeGreaterThan(10);
    for (const [own, better] of names)
      for (const { className, passes } of better) {
        expect(weightOf(className)).toBeGreaterThan(weightOf(own));
        expect(passes).toBe(true);
      }
  });

  it('are of the pool that pays more where the card keeps deadlines of that, and last if any does', () => {
    expect(names.get('v100')).toEqual([{ className: 'rtx-4090', passes: true, passesBesideFleet: true }]);
    for (const [own, better] of names) {
      if (classNamed(own, publishedClasses).pool !== 'enterprise') continue;
      for (const { className } of better) expect(classNamed(className, publishedClasses).pool).toBe('enterprise');
    }
  });

  it('that cannot be kept are all heavier ones', () => {
    const own = classNamed('h200', publishedClasses);
    expect(hopelessNames(own).map(({ className }) => className)).toEqual(['b200']);
  });
});
