/** Invariant 20: each epoch resolves one version of the parameters; what concerns users is announced 720 hours ahead. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParameterChange, parametersAt, refusalOfChange } from '../../shared/domain/parameters/change.ts';
import { mainnetParameters, type ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { anyChange, hourMs, originMs, wellTimedChange } from './arbitrary-changes.ts';

const runs = { numRuns: 10_000 };
const asText = (record: ParameterRecord): string =>
  JSON.stringify(record, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** A list of changes as a network has it: each was allowed when it was added. */
const anyList = fc
  .uniqueArray(wellTimedChange, { selector: ({ id }) => id, maxLength: 8 })
  .map((changes) => changes.filter((each) => refusalOfChange(each, each.announcedAt, mainnetParameters) === null));
const anyEpoch = fc.integer({ min: -2, max: 1_300 }).map((hours) => originMs + hours * hourMs);

describe('notice', () => {
  it('is 720 hours for everything that is not technical or a pause, however the announcement is dated', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyChange, (change) => {
        if (refusalOfChange(change, originMs, mainnetParameters) !== null) return;
        accepted += 1;
        expect(change.effectiveAt % hourMs).toBe(0);
        expect(change.announcedAt <= originMs && change.announcedAt >= originMs - hourMs).toBe(true);
        expect(change.effectiveAt > originMs - hourMs).toBe(true);
        if (change.class === 'user_affecting') expect(change.effectiveAt - originMs >= 720 * hourMs).toBe(true);
        else expect(['shadowEvery', 'pausedActions']).toContain(change.key);
      }),
      runs,
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('lets nothing but a pause differ from what was known 720 hours before', () => {
    fc.assert(
      fc.property(anyList, anyEpoch, (changes, epoch) => {
        const known = changes.filter(({ announcedAt }) => announcedAt <= epoch - 720 * hourMs);
        const { version: _, pausedActions: __, ...now } = parametersAt(mainnetParameters, changes, epoch);
        const { version: ___, pausedActions: ____, ...then } = parametersAt(mainnetParameters, known, epoch);
        expect(now).toEqual(then);
      }),
      runs,
    );
  });
});

describe('an epoch', () => {
  it('resolves the same record in every order of the list, and at every moment of its hour', () => {
    fc.assert(
      fc.property(
        anyList.chain((changes) =>
          fc.tuple(
            fc.constant(changes),
            fc.shuffledSubarray([...changes], { minLength: changes.length, maxLength: changes.length }),
          ),
        ),
        anyEpoch,
        fc.integer({ min: 0, max: hourMs - 1 }),
        ([changes, shuffled], epoch, later) => {
          const record = parametersAt(mainnetParameters, changes, epoch);
          expect(parametersAt(mainnetParameters, shuffled, epoch)).toEqual(record);
          expect(parametersAt(mainnetParameters, changes, epoch + later)).toEqual(record);
        },
      ),
      runs,
    );
  });

  it('never has a lower version than one before, and never the same version with another record', () => {
    fc.assert(
      fc.property(anyList, anyEpoch, anyEpoch, (changes: ParameterChange[], one, other) => {
        const earlier = parametersAt(mainnetParameters, changes, Math.min(one, other));
        const later = parametersAt(mainnetParameters, changes, Math.max(one, other));
        expect(later.version >= earlier.version).toBe(true);
        if (later.version === earlier.version) expect(asText(later)).toBe(asText(earlier));
      }),
      runs,
    );
  });

  it('keeps every hard bound', () => {
    fc.assert(
      fc.property(anyList, anyEpoch, (changes, epoch) => {
        const {
          cooldownHours,
          jobFees,
          proofsNeeded,
          proofsPerHour,
          slashRates,
          hourMs: hour,
        } = parametersAt(mainnetParameters, changes, epoch);
        expect(cooldownHours >= 336 && cooldownHours <= 672).toBe(true);
        expect(jobFees.reservationBps + jobFees.dollarBps <= 500).toBe(true);
        expect(proofsNeeded <= proofsPerHour).toBe(true);
        expect(Object.values(slashRates).every(({ bps, repeatBps }) => bps <= repeatBps && repeatBps <= 10_000)).toBe(
          true,
        );
        expect(hour).toBe(mainnetParameters.hourMs);
      }),
      runs,
    );
  });
});
