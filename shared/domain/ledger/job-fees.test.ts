import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { jobPay, jobPrice } from './job-fees.ts';

describe('the pay of a job', () => {
  it('divides the worked price of 18 USDC to the last unit', () => {
    expect(jobPay(inBaseUnits(18_000_000n), 'USDC', mainnetParameters)).toEqual({
      renterPays: 18_405_000n,
      supplier: 17_595_000n,
      burn: 405_000n,
      validators: 162_000n,
      treasury: 162_000n,
      community: 81_000n,
    });
  });

  it('takes no fee for paying in IO, only a quarter of a percent for the reservation', () => {
    expect(jobPay(inBaseUnits(10_000n), 'IO', mainnetParameters)).toMatchObject({
      renterPays: 10_025n,
      supplier: 9_975n,
    });
  });
});

describe('the price of a job', () => {
  const hourly = inBaseUnits(100n);

  it.each([
    [90, 'completion', 150n],
    [59, 'completion', 98n],
    [59, 'renter', 98n],
    [59, 'supplier', 0n],
    [60, 'supplier', 100n],
  ] as const)('for %i minutes ended by %s is %i', (minutes, endedBy, price) => {
    expect(jobPrice(hourly, minutes, endedBy)).toBe(price);
  });
});
