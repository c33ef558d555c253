import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { jobPay } from '../../shared/domain/ledger/job-fees.ts';
import { jobHoldTransfer, jobPayTransfers } from '../../shared/domain/ledger/job-transfers.ts';
import { balancesAfter } from '../../shared/domain/ledger/posting.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { anyAmount, runs } from './arbitraries.ts';

describe('what a renter pays', () => {
  it('is what supplier, burn, validators, treasury and community get, in either currency, none of it below zero', () => {
    fc.assert(
      fc.property(anyAmount, fc.constantFrom('IO' as const, 'USDC' as const), (price, currency) => {
        const { renterPays, ...parts } = jobPay(price, currency, mainnetParameters);
        const amounts = Object.values(parts);
        expect(amounts.reduce((sum, part) => sum + part, 0n)).toBe(renterPays);
        expect(amounts.every((part) => part >= 0n)).toBe(true);
        // Validators, treasury and community are 20, 20 and 10 % of the fees, and what rounding leaves is burned.
        const fees = renterPays - parts.supplier;
        expect([parts.validators, parts.treasury, parts.community]).toEqual([fees / 5n, fees / 5n, fees / 10n]);
        expect(parts.burn * 2n >= fees && parts.burn * 2n <= fees + 6n).toBe(true);
      }),
      runs,
    );
  });

  it('leaves nothing held when the job is over, and costs the renter what the used price costs', () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, (one, other) => {
        const [price, mostPrice] = one < other ? [one, other] : [other, one];
        const job = { jobId: 'j', renterId: 'r', deviceId: 'd', ownerId: 'o', mostPrice };
        const funds = inBaseUnits(10n ** 18n);
        const after = balancesAfter(new Map([[wallet('r'), funds]]), [
          jobHoldTransfer(job, mainnetParameters),
          ...jobPayTransfers({ ...job, price }, mainnetParameters),
        ]);
        const pay = jobPay(price, 'IO', mainnetParameters);
        expect(after.get('job:j:held') ?? 0n).toBe(0n);
        expect(funds - (after.get(wallet('r')) ?? 0n)).toBe(pay.renterPays);
        expect(after.get('device:d:estimate:o') ?? 0n).toBe(pay.supplier);
      }),
      runs,
    );
  });
});
