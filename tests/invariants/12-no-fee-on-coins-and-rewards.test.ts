import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { jobPay } from '../../shared/domain/ledger/job-fees.ts';
import { balancesAfter } from '../../shared/domain/ledger/posting.ts';
import { confirmTransfer, payoutTransfer, rewardTransfers } from '../../shared/domain/ledger/reward-transfers.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { distributeHour, emptyCarry } from '../../shared/domain/rewards/distribute.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { anyAmount, anyHourDevices, anyParameters, runs } from './arbitraries.ts';

it('takes a quarter of a percent of each side for the reservation, and for paying nothing in IO and 2 % in dollars', () => {
  fc.assert(
    fc.property(anyAmount, (price) => {
      const reservation = (price * 25n) / 10_000n;
      const dollars = (price * 200n) / 10_000n;
      expect(jobPay(price, 'IO', mainnetParameters)).toMatchObject({
        renterPays: price + reservation,
        supplier: price - reservation,
      });
      expect(jobPay(price, 'USDC', mainnetParameters)).toMatchObject({
        renterPays: price + reservation + dollars,
        supplier: price - reservation - dollars,
      });
    }),
    runs,
  );
});

it('brings a reward from the pool to the wallet without losing a unit of it', () => {
  fc.assert(
    fc.property(anyAmount, anyHourDevices, anyParameters, (emission, devices, parameters) => {
      const result = distributeHour({ epoch: 1, emission, carriedIn: emptyCarry, devices }, parameters);
      const holders = result.rewards.map(({ deviceId, reward }) => ({ deviceId, holderId: deviceId, amount: reward }));
      const after = balancesAfter(new Map(), [
        ...rewardTransfers(result, (deviceId, reward) => ({ ownerId: deviceId, owner: reward, supporters: [] })),
        ...holders.map((each) => confirmTransfer({ ...each, reference: '1' })),
        ...holders.map((each) => payoutTransfer({ ...each, payoutId: '1' })),
      ]);
      const nothing = inBaseUnits(0n);
      for (const { deviceId, reward } of result.rewards) {
        expect(after.get(wallet(deviceId)) ?? nothing).toBe(reward);
      }
      const paid = result.rewards.reduce((sum, { reward }) => sum + reward, 0n);
      const carried = result.pools.reduce((sum, { carriedOut }) => sum + carriedOut, 0n);
      expect(paid + carried).toBe(-(after.get('emission') ?? nothing));
      expect([...after.keys()].filter((account) => account.startsWith('fees:') || account === 'burned')).toEqual([]);
    }),
    runs,
  );
});
