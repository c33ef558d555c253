/** A sound intent of some coins, for tests of whoever signs one. */
import type { IntentFacts } from '../../../shared/domain/intents/facts.ts';
import { intentText } from '../../../shared/domain/intents/intent-text.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';

const amount = inBaseUnits(20_000_000_000n);

/** @param change  in place of what it says by default */
export const intentTextOf = (change: Partial<IntentFacts> = {}): string =>
  intentText({
    intentId: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    action: 'stake',
    network: 'Testnet',
    networkKey: 'k'.repeat(43),
    accountId: 'a0123456789abcdef01234567',
    deviceId: 'd0123456789abcdef01234567',
    amount,
    risks: (['O7', 'O5', 'O6', 'O4', 'O2', 'O3', 'O1'] as const).map((cause) => ({ cause, bps: 10_000, loss: amount })),
    destination: { kind: 'stake' },
    ownAfter: amount,
    deviceAfter: amount,
    required: amount,
    freeAt: Date.UTC(2026, 11, 10),
    fee: inBaseUnits(0n),
    endsEarning: false,
    shareBps: null,
    expiresAt: Date.UTC(2026, 10, 26),
    ...change,
  });
