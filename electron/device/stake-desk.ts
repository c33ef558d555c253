/**
 * Decisions about coins in two steps. A quote says what it would mean, worst case first, and holds for 60 seconds;
 * confirming it acts once. Nothing here can move coins without a quote that was shown.
 */
import { randomUUID } from 'node:crypto';
import type { StakeQuote, StakeState } from '../../shared/contract/app/stake.ts';
import { smallerOf } from '../../shared/domain/amounts/larger-and-smaller.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Link } from '../link/link.ts';
import type { Money } from './money.ts';

export const quoteLifetimeMs = 60_000;

export type Prepared =
  | { kind: 'quote'; quote: StakeQuote }
  | { kind: 'too_large'; available: bigint }
  | { kind: 'in_use' }
  | { kind: 'not_joined' };
export type Confirmed =
  | { kind: 'done'; staked: bigint; freeAt: number | null }
  | { kind: 'too_large'; available: bigint }
  | { kind: 'in_use' }
  | { kind: 'expired' };

export interface StakeDesk {
  prepare(action: 'stake' | 'unstake', amount: bigint): Promise<Prepared>;
  confirm(confirmationId: string): Promise<Confirmed>;
}

/** Rounds a share of the stake up: a loss is never shown smaller than it is. */
const lossOf = (stake: bigint, bps: number): bigint => (stake * BigInt(bps) + 9_999n) / 10_000n;

export const quoteOf = (
  standing: StakeState,
  action: 'stake' | 'unstake',
  amount: bigint,
  now: number,
  confirmationId: string,
): StakeQuote => {
  const stakedAfter = action === 'stake' ? standing.staked + amount : standing.staked - amount;
  const risks = standing.risks.map((risk) => ({ ...risk, loss: lossOf(stakedAfter, risk.bps) }));
  const byLoss = [...risks].sort((a, b) => a.bps - b.bps);
  return {
    confirmationId,
    action,
    amount,
    stakedAfter,
    requiredAfter: standing.required,
    // Cooling coins stay slashable, so leaving does not make the worst case smaller at once.
    worstCase: action === 'stake' ? stakedAfter : standing.staked,
    smallestLoss: byLoss[0] ?? null,
    freeAt: now + standing.cooldownMs,
    endsEarning: stakedAfter < standing.required,
    fee: 0n,
  };
};

export const createStakeDesk = (options: {
  clock: Clock;
  /** null while this device has not joined. */
  link: () => Pick<Link, 'stake' | 'unstake'> | null;
  money: Pick<Money, 'stake' | 'refresh'>;
  hasLiveJob: () => boolean;
}): StakeDesk => {
  const { clock, money } = options;
  const quotes = new Map<string, { action: 'stake' | 'unstake'; amount: bigint; until: number }>();
  return {
    prepare: async (action, amount) => {
      if (options.link() === null) return { kind: 'not_joined' };
      await money.refresh();
      const standing = money.stake.get();
      if (standing === null) return { kind: 'not_joined' };
      const room = standing.capacity - standing.staked;
      const available = action === 'unstake' ? standing.staked : smallerOf(room, standing.wallet);
      if (amount > available) return { kind: 'too_large', available };
      if (action === 'unstake' && options.hasLiveJob()) return { kind: 'in_use' };
      const confirmationId = randomUUID();
      for (const [id, { until }] of quotes) if (until < clock.monotonic()) quotes.delete(id);
      quotes.set(confirmationId, { action, amount, until: clock.monotonic() + quoteLifetimeMs });
      return { kind: 'quote', quote: quoteOf(standing, action, amount, clock.now(), confirmationId) };
    },
    confirm: async (confirmationId) => {
      const quote = quotes.get(confirmationId);
      quotes.delete(confirmationId);
      if (!quote || quote.until < clock.monotonic()) return { kind: 'expired' };
      const link = options.link();
      if (link === null) return { kind: 'expired' };
      const { action, amount } = quote;
      // The quote's id makes it one act on the network too, whatever happens to the answer.
      const answer = await (action === 'stake'
        ? link.stake(amount, confirmationId)
        : link.unstake(amount, confirmationId));
      if (answer.kind !== 'done') return answer;
      await money.refresh().catch(() => undefined);
      const { staked, cooling } = answer.standing;
      const last = action === 'unstake' ? cooling.at(-1) : undefined;
      return { kind: 'done', staked: BigInt(staked), freeAt: last?.freeAt ?? null };
    },
  };
};
