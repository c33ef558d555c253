/** Facts of an intent as they go over the network's wire, amounts as text, and back. */
import type { WireIntentFacts } from '../../contract/network/intents.ts';
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import type { IntentFacts } from './facts.ts';

const amountOf = (text: string): BaseUnits => inBaseUnits(BigInt(text));

export const wireFacts = (facts: IntentFacts): WireIntentFacts => ({
  ...facts,
  amount: facts.amount.toString(),
  risks: facts.risks.map((risk) => ({ ...risk, loss: risk.loss.toString() })),
  ownAfter: facts.ownAfter.toString(),
  deviceAfter: facts.deviceAfter.toString(),
  required: facts.required.toString(),
  fee: facts.fee.toString(),
});

export const factsOfWire = (wire: WireIntentFacts): IntentFacts => ({
  ...wire,
  amount: amountOf(wire.amount),
  risks: wire.risks.map((risk) => ({ ...risk, loss: amountOf(risk.loss) })),
  ownAfter: amountOf(wire.ownAfter),
  deviceAfter: amountOf(wire.deviceAfter),
  required: amountOf(wire.required),
  fee: amountOf(wire.fee),
});
