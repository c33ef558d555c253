/** Invariant 21: an emergency record ends within 72 hours and touches allowed keys only. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parametersAt, refusalOfChange } from '../../shared/domain/parameters/change.ts';
import { changeableKeys } from '../../shared/domain/parameters/changeable.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { anyChange, hourMs, originMs } from './arbitrary-changes.ts';

const runs = { numRuns: 10_000 };

const anyEmergency = anyChange.map((change) => ({ ...change, class: 'emergency' as const, issue: 'i1' }));
/** Of them those that ask for a pause, in time; whether they end in time is left open. */
const anyPause = anyEmergency.map((change) => ({ ...change, key: 'pausedActions', value: ['payout', 'stake'] }));

it('takes nothing but a pause for an emergency, whatever else is asked', () => {
  fc.assert(
    fc.property(anyEmergency, (change) => {
      if (change.key === 'pausedActions') return;
      expect(refusalOfChange(change, originMs, mainnetParameters)).not.toBeNull();
    }),
    runs,
  );
  expect(changeableKeys).toContain('pausedActions');
});

it('ends within 72 hours of its beginning and leaves the record as it was', () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyPause, fc.integer({ min: -5, max: 200 }), (change, hours) => {
      if (refusalOfChange(change, originMs, mainnetParameters) !== null) return;
      accepted += 1;
      const { expiresAt, effectiveAt } = change;
      if (expiresAt === null) throw new Error('an emergency without an end');
      expect(expiresAt > effectiveAt && expiresAt - effectiveAt <= 72 * hourMs).toBe(true);
      const epoch = originMs + hours * hourMs;
      const { version: _, pausedActions, ...record } = parametersAt(mainnetParameters, [change], epoch);
      const { version: __, pausedActions: ___, ...base } = mainnetParameters;
      expect(record).toEqual(base);
      expect(pausedActions).toEqual(epoch >= effectiveAt && epoch < expiresAt ? ['stake', 'payout'] : []);
    }),
    runs,
  );
  expect(accepted).toBeGreaterThan(100);
});
