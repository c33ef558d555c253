/**
 * Decisions about coins in two steps. A quote says what it would mean, worst case first, as the text that is signed has
 * it, and holds for 60 seconds; confirming it acts once. Nothing here can move coins without a quote that was shown.
 */
import type { StakeQuote } from '../../shared/contract/app/stake.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { MoveRefusal } from '../link/move-refusal.ts';
import type { CoinMoves, MoveAction } from './coin-moves.ts';
import type { Money } from './money.ts';
import { createQuotes } from './quotes.ts';
import type { ComparedIntent } from './signed-moves.ts';

export type Prepared = { kind: 'quote'; quote: StakeQuote } | MoveRefusal | { kind: 'not_joined' };
export type Confirmed =
  | { kind: 'done'; staked: bigint; freeAt: number | null }
  | MoveRefusal
  | { kind: 'expired' }
  | { kind: 'outdated' };

export interface StakeDesk {
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's, and what moving coins throws */
  prepare(action: MoveAction, amount: bigint): Promise<Prepared>;
  /** @param signal  ends the wait for a wallet outside */
  confirm(confirmationId: string, signal: AbortSignal): Promise<Confirmed>;
}

const quoteOf = ({ facts, text, signsWith }: ComparedIntent, confirmationId: string, now: number): StakeQuote => {
  const offences = facts.risks.flatMap(({ cause, bps, loss }) =>
    cause === 'wrong_address' ? [] : [{ offence: cause, bps, loss }],
  );
  return {
    confirmationId,
    action: facts.action === 'unstake' ? 'unstake' : 'stake',
    amount: facts.amount,
    stakedAfter: facts.deviceAfter,
    requiredAfter: facts.required,
    worstCase: facts.risks[0]?.loss ?? 0n,
    smallestLoss: offences.toSorted((a, b) => a.bps - b.bps)[0] ?? null,
    freeAt: facts.freeAt ?? now,
    endsEarning: facts.endsEarning,
    fee: facts.fee,
    text: text.split('\n'),
    signsWith,
  };
};

export const createStakeDesk = (options: {
  clock: Clock;
  /** `not_joined` until the network knows this device; null: its account is somebody else's. */
  coins: () => CoinMoves | 'not_joined' | null;
  money: Pick<Money, 'refresh'>;
  hasLiveJob: () => boolean;
}): StakeDesk => {
  const { clock, money } = options;
  const quotes = createQuotes(clock);
  return {
    prepare: async (action, amount) => {
      const coins = options.coins();
      if (coins === 'not_joined') return { kind: 'not_joined' };
      if (coins === null) throw new PerigeeError('NOT_ACCOUNT_OWNER', {});
      // The network hears of a job's end a moment later than this PC.
      if (action === 'unstake' && options.hasLiveJob()) return { kind: 'in_use' };
      const prepared = await coins.prepare(action, inBaseUnits(amount));
      if (prepared.kind !== 'intent') return prepared;
      const confirmationId = quotes.keep(prepared.intent);
      return { kind: 'quote', quote: quoteOf(prepared.intent, confirmationId, clock.now()) };
    },
    confirm: async (confirmationId, signal) => {
      const intent = quotes.take(confirmationId);
      const coins = options.coins();
      if (intent === null || coins === 'not_joined' || coins === null) return { kind: 'expired' };
      const answer = await coins.carryOut(intent, signal);
      if (answer.kind !== 'done') return answer;
      await money.refresh().catch(() => undefined);
      return { kind: 'done', staked: BigInt(answer.result.staked), freeAt: answer.result.freeAt };
    },
  };
};
