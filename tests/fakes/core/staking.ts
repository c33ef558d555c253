/** The fake core's moves of stake: a quote for each question, spent by its confirmation. */
import { implement } from '@orpc/server';
import { appContract } from '../../../shared/contract/app/index.ts';
import type { StakeQuote, StakeState } from '../../../shared/contract/app/stake.ts';
import type { Cell } from '../../../shared/live/cell.ts';
import { signedText, stakeOf } from './coins.ts';

/** @param stake  null where the scenario has none */
export const fakeStaking = (stake: Cell<StakeState | null>, now: () => number) => {
  const os = implement(appContract);
  const quotes = new Map<string, StakeQuote>();
  return {
    prepare: os.stake.prepare.handler(({ input, errors }) => {
      const held = stake.get();
      if (held === null) throw errors.NOT_JOINED();
      const available = input.action === 'stake' ? held.wallet : held.staked;
      if (input.amount > available) throw errors.AMOUNT_TOO_LARGE({ data: { available } });
      const stakedAfter = input.action === 'stake' ? held.staked + input.amount : held.staked - input.amount;
      const quote: StakeQuote = {
        confirmationId: `quote-${quotes.size + 1}`,
        action: input.action,
        amount: input.amount,
        stakedAfter,
        requiredAfter: held.required,
        worstCase: stakedAfter,
        smallestLoss: { offence: 'O5', bps: 50, loss: (stakedAfter * 50n + 9_999n) / 10_000n },
        freeAt: now() + held.cooldownMs,
        endsEarning: stakedAfter < held.required,
        fee: 0n,
        text: signedText(input.action, input.amount, held, stakedAfter, now()),
        signsWith: 'localnet',
      };
      quotes.set(quote.confirmationId, quote);
      return quote;
    }),
    confirm: os.stake.confirm.handler(({ input, errors }) => {
      const quote = quotes.get(input.confirmationId);
      const held = stake.get();
      if (!quote || held === null) throw errors.CONFIRMATION_EXPIRED();
      quotes.delete(input.confirmationId);
      const isUnstake = quote.action === 'unstake';
      const fresh = stakeOf(now(), quote.stakedAfter, held.required);
      const cooling = isUnstake
        ? [...held.cooling, { id: quote.confirmationId, amount: quote.amount, askedAt: now(), freeAt: quote.freeAt }]
        : held.cooling;
      stake.set({
        ...fresh,
        wallet: isUnstake ? held.wallet : held.wallet - quote.amount,
        cooling,
        slashes: held.slashes,
      });
      return { staked: quote.stakedAfter, freeAt: isUnstake ? quote.freeAt : null };
    }),
  };
};
