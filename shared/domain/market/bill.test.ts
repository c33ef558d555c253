import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { billFor, mostPriceOf, type SeenHour } from './bill.ts';

const minute = 60_000;
const hourMs = 60 * minute;
const allMinutes = 2n ** 60n - 1n;
const hours = (...present: bigint[]): SeenHour[] =>
  present.map((mask, epoch) => ({
    ...{ epoch, startsAt: epoch * hourMs, endsAt: (epoch + 1) * hourMs, hourMs, present: mask },
  }));
const terms = {
  hourlyPrice: inBaseUnits(12n * 10n ** 8n),
  maxMinutes: 120,
  jobFees: { reservationBps: 25, dollarBps: 200 },
};

describe('a bill', () => {
  it('has 18 IO for ninety minutes at 12 IO an hour, to the last unit', () => {
    const spans = [{ from: 10 * minute, to: 100 * minute }];
    const bill = billFor(terms, spans, hours(allMinutes, allMinutes), 'completion');
    expect(bill).toMatchObject({
      ...{ countedMinutes: 90, minutes: 90, price: 1_800_000_000n, held: 2_406_000_000n, refund: 601_500_000n },
      pay: {
        ...{ renterPays: 1_804_500_000n, supplier: 1_795_500_000n, burn: 4_500_000n },
        ...{ validators: 1_800_000n, treasury: 1_800_000n, community: 900_000n },
      },
    });
    expect(bill.hours.map(({ epoch, counted }) => [epoch, counted.toString(2).replaceAll('0', '').length])).toEqual([
      [0, 50],
      [1, 40],
    ]);
  });

  it('counts no minute in which the device was not heard', () => {
    const away = allMinutes ^ (0b1111n << 20n);
    const bill = billFor(terms, [{ from: 0, to: 30 * minute }], hours(away), 'completion');
    expect(bill).toMatchObject({ minutes: 26, price: 520_000_000n });
  });

  it('never goes over what was agreed', () => {
    const bill = billFor({ ...terms, maxMinutes: 7 }, [{ from: 0, to: hourMs }], hours(allMinutes), 'completion');
    expect(bill).toMatchObject({
      countedMinutes: 60,
      minutes: 7,
      price: mostPriceOf({ ...terms, maxMinutes: 7 }),
      refund: 0n,
    });
  });

  it('is nothing for a supplier who left within the hour', () => {
    const run = (to: number) =>
      billFor(terms, [{ from: 0, to: to * minute }], hours(allMinutes, allMinutes), 'supplier');
    expect([run(59), run(60)].map(({ price, refund }) => [price, refund])).toEqual([
      [0n, 2_406_000_000n],
      [1_200_000_000n, 1_203_000_000n],
    ]);
  });

  it('always adds up to what was held', () => {
    const masks = fc.bigInt(0n, allMinutes);
    fc.assert(
      fc.property(
        ...([fc.bigInt(1n, 10n ** 14n), fc.integer({ min: 1, max: 200 }), masks, masks] as const),
        ...([fc.integer({ min: 0, max: 120 }), fc.constantFrom('completion', 'renter', 'supplier')] as const),
        (price, maxMinutes, one, two, ran, endedBy) => {
          const spans = [{ from: 0, to: ran * minute }];
          const { pay, held, refund, minutes } = billFor(
            ...([{ ...terms, hourlyPrice: inBaseUnits(price), maxMinutes }, spans, hours(one, two)] as const),
            endedBy as 'renter',
          );
          const parts = pay.supplier + pay.burn + pay.validators + pay.treasury + pay.community;
          expect(parts + refund).toBe(held);
          expect(refund).toBeGreaterThanOrEqual(0n);
          expect(minutes).toBeLessThanOrEqual(Math.min(maxMinutes, ran));
        },
      ),
      { numRuns: 500 },
    );
  });
});
